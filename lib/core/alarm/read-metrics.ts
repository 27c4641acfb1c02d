import type { Problem } from '../checked';
import { Reader } from '../reader';
import { seconds } from '../units';
import type { MetricStat, Query } from './definition';
import type { Expression } from './math/expression';
import { parseExpression } from './math/parse-expression';
import { plainStatistics, statisticNamed, type Statistic } from './statistic';

/** A metric and what is made of it; in the `Metrics` of an alarm the two stand apart, else side by side. */
export function readMetricStat(metric: Reader, stat: Reader, names: StatisticKeys = besideTheMetric): MetricStat {
  return {
    namespace: metric.text('Namespace'),
    name: metric.text('MetricName'),
    dimensions: readDimensions(metric),
    statistic: readStatistic(stat, names),
    period: seconds(readPeriod(stat)),
    unit: stat.has('Unit') ? stat.text('Unit') : undefined,
  };
}

/** The list of metrics and expressions of an alarm on metric math. */
export function readQueries(source: unknown, path: string, problems: Problem[]): readonly Query[] {
  if (!Array.isArray(source)) {
    problems.push({ path, message: 'must be a list of metrics and expressions' });
    return [];
  }
  return source.map((item, index) => readQuery(item, `${path}[${index}]`, problems));
}

function readQuery(source: unknown, path: string, problems: Problem[]): Query {
  const read = new Reader(source, path, problems);
  read.has('Label');
  const id = read.text('Id', { pattern: /^[a-z][A-Za-z0-9_]*$/, like: 'an id that starts with a small letter' });
  const returnData = read.has('ReturnData') ? read.flag('ReturnData') : true;
  const query = read.has('Expression')
    ? { kind: 'expression', id, returnData, expression: readExpression(read) } as const
    : { kind: 'metric', id, returnData, metric: readNestedMetric(read) } as const;
  read.onlyKnownKeys();
  return query;
}

function readNestedMetric(read: Reader): MetricStat {
  const stat = read.object('MetricStat');
  const metric = stat.object('Metric');
  const found = readMetricStat(metric, stat, onItsOwn);
  metric.onlyKnownKeys();
  stat.onlyKnownKeys();
  return found;
}

function readExpression(read: Reader): Expression {
  if (read.has('Period')) read.wrong('Period', 'must be left out: an expression has the period of its metrics');
  const parsed = parseExpression(read.text('Expression'));
  if (parsed.ok) return parsed.value;
  for (const { message } of parsed.problems) read.wrong('Expression', message);
  return { kind: 'number', value: 0 };
}

function readDimensions(read: Reader): Readonly<Record<string, string>> {
  if (!read.has('Dimensions')) return {};
  const source = read.raw('Dimensions');
  const items: readonly unknown[] = Array.isArray(source) ? source : [];
  if (!Array.isArray(source)) read.wrong('Dimensions', 'must be a list of names and values');
  const pairs = items.map((item): readonly [string, string] => {
    const { Name: name, Value: value } = (item ?? {}) as { readonly Name?: unknown; readonly Value?: unknown };
    if (typeof name === 'string' && typeof value === 'string') return [name, value];
    read.wrong('Dimensions', `must have a Name and a Value in each, got ${JSON.stringify(item)}`);
    return ['', ''];
  });
  return Object.fromEntries(pairs);
}

interface StatisticKeys {
  readonly plain: string;
  readonly extended: string;
}
const besideTheMetric: StatisticKeys = { plain: 'Statistic', extended: 'ExtendedStatistic' };
const onItsOwn: StatisticKeys = { plain: 'Stat', extended: 'Stat' };

function readStatistic(read: Reader, { plain, extended }: StatisticKeys): Statistic {
  const key = read.has(extended) ? extended : plain;
  const statistic = statisticNamed(read.text(key, { like: 'a statistic' }));
  if (statistic === undefined) {
    read.wrong(key, `must be one of ${plainStatistics.join(', ')}, or a percentile such as p99: no other is supported`);
  }
  return statistic ?? 'Sum';
}

function readPeriod(read: Reader): number {
  const period = read.integer('Period', { min: 10 });
  if (period >= 10 && period % 60 !== 0 && ![10, 20, 30].includes(period)) {
    read.wrong('Period', `must be 10, 20, 30 or whole minutes in seconds, got ${period}`);
  }
  return period;
}
