import type { Problem } from '../checked';
import { hours, instant, minutes, toSeconds } from '../units';
import { periodOf, type AlarmDefinition, type Query } from './definition';
import { evaluateQueries, evaluateQuery } from './math/evaluate-queries';
import { emptySeries } from './series';

/** The rules that concern several settings of an alarm. Those for one setting alone are its reader's. */
export function definitionProblems(definition: AlarmDefinition, path: string): readonly Problem[] {
  const { watched } = definition;
  const within = watched.kind === 'math' ? mathProblems(watched.queries, `${path}.Metrics`) : [];
  return within.length > 0 ? within : [...countProblems(definition, path), ...lengthProblems(definition, path)];
}

function countProblems({ datapointsToAlarm: m, evaluationPeriods: n }: AlarmDefinition, path: string): readonly Problem[] {
  return m === undefined || m <= n ? [] : [problem(`${path}.DatapointsToAlarm`, `must be at most EvaluationPeriods (${n}), got ${m}`)];
}

/** The API's own bounds: seven days, or one day for periods below an hour. */
function lengthProblems(definition: AlarmDefinition, path: string): readonly Problem[] {
  const period = periodOf(definition);
  const most = period < hours(1) ? hours(24) : hours(7 * 24);
  const length = period * definition.evaluationPeriods;
  return length <= most ? [] : [problem(`${path}.EvaluationPeriods`,
    `must cover at most ${most / hours(1)} hours, got ${definition.evaluationPeriods} x ${toSeconds(period)} s`)];
}

function mathProblems(queries: readonly Query[], path: string): readonly Problem[] {
  const metrics = queries.flatMap((query) => (query.kind === 'metric' ? [query.metric] : []));
  const ids = queries.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  const returned = queries.filter(({ returnData }) => returnData).length;
  const periods = [...new Set(metrics.map(({ period }) => toSeconds(period)))];
  const problems = [
    ...(metrics.length >= 1 && metrics.length <= 10 ? [] : [problem(path, `must have 1 to 10 metrics, got ${metrics.length}`)]),
    ...(twice === undefined ? [] : [problem(path, `must give each id once, got ${twice} again`)]),
    ...(returned === 1 ? [] : [problem(path, `must return data of exactly one: set ReturnData to false on the others, got ${returned}`)]),
    ...(periods.length <= 1 ? [] : [problem(path, `must use one period for all metrics, got ${periods.join(', ')} seconds`)]),
  ];
  return problems.length > 0 ? problems : faultsOf(queries, path);
}

/** Whether an expression makes sense does not depend on data, so it is tried on none. */
function faultsOf(queries: readonly Query[], path: string): readonly Problem[] {
  const window = { end: instant(0), period: minutes(1), points: 1 };
  return queries.flatMap(({ id, kind, returnData }, index) => {
    if (kind === 'metric') return [];
    const value = returnData
      ? evaluateQueries(queries, window, () => emptySeries)
      : evaluateQuery(id, queries, window, () => emptySeries);
    return value.kind === 'fault' ? [problem(`${path}[${index}].Expression`, value.message)] : [];
  });
}

const problem = (path: string, message: string): Problem => ({ path, message });
