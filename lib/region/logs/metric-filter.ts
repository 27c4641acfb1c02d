import { isUnit, type Unit } from '../cloudwatch/units';
import type { ResourceRequest } from '../cloudformation/provider';
import { filterPattern } from './filter-pattern';
import { invalid, type FilterPattern } from './pattern';
import { isSelector } from './selector';

/** What a metric filter counts: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html */
export interface MetricFilter {
  readonly name: string;
  readonly group: string;
  readonly pattern: FilterPattern;
  readonly namespace: string;
  readonly metric: string;
  /** A number, or where in the event one is found. */
  readonly value: number | { readonly selector: string };
  /** What a minute with events of which none match counts as. */
  readonly otherwise: number | undefined;
  /** Selectors by the name of the dimension. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: Unit;
}

const KNOWN = new Set(['FilterName', 'FilterPattern', 'LogGroupName', 'MetricTransformations']);
const MOST_DIMENSIONS = 3;

type Fields = Readonly<Record<string, unknown>>;

/** Reads the properties of an `AWS::Logs::MetricFilter`. @throws ServiceError `InvalidParameterException` */
export function readMetricFilter(name: string, { properties }: ResourceRequest): MetricFilter {
  const unknown = Object.keys(properties).filter((key) => !KNOWN.has(key));
  if (unknown.length > 0) return invalid(`the region does not know ${unknown.join(', ')} of metric filters`);
  const transformations = (properties['MetricTransformations'] ?? []) as readonly Fields[];
  const [transformation] = transformations;
  if (transformation === undefined || transformations.length > 1) return invalid(`a metric filter has one metric transformation, got ${transformations.length}`);
  const { MetricName, MetricNamespace, MetricValue, DefaultValue, Dimensions = [], Unit = 'None' } = transformation;
  const pattern = filterPattern(String(properties['FilterPattern']));
  const dimensions = Object.fromEntries((Dimensions as readonly Fields[]).map(({ Key, Value }) => [String(Key), String(Value)]));
  if (Object.keys(dimensions).length > MOST_DIMENSIONS) return invalid(`a metric filter has at most ${MOST_DIMENSIONS} dimensions`);
  if (Object.keys(dimensions).length > 0 && DefaultValue !== undefined) return invalid('Invalid metric transformation: dimensions and default value are mutually exclusive');
  const wrong = Object.values(dimensions).find((selector) => !pattern.isJson || !isSelector(selector));
  if (wrong !== undefined) return invalid(`the dimension value ${wrong} must be a selector, of a JSON pattern`);
  if (!isUnit(Unit)) return invalid(`the unit ${JSON.stringify(Unit)} is not one of CloudWatch's`);
  if (typeof MetricNamespace !== 'string' || MetricNamespace.startsWith('AWS/')) return invalid('a metric namespace must not begin with AWS/');
  return {
    name, group: String(properties['LogGroupName']), pattern, namespace: MetricNamespace, metric: String(MetricName), value: readValue(MetricValue, pattern),
    otherwise: DefaultValue === undefined ? undefined : finite(DefaultValue), dimensions, unit: Unit,
  };
}

function readValue(value: unknown, { isJson }: FilterPattern): MetricFilter['value'] {
  const text = String(value);
  if (!text.startsWith('$')) return finite(value);
  return isJson && isSelector(text) ? { selector: text } : invalid(`the metric value ${text} must be a selector, of a JSON pattern`);
}

function finite(value: unknown): number {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : invalid(`a metric value is a number or a selector, got ${JSON.stringify(value)}`);
}
