import type { Instant } from '../../core/units';
import { listOf, refuseOthers, textOf, type Fields } from '../fields';
import { ServiceError } from '../service-error';
import { instantIn } from '../wire-time';
import type { MetricStore } from './metric-store';
import { isUnit } from './units';

const INVALID = 'InvalidParameterValue';
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const MOST_DATA = 1_000;
const MOST_VALUES = 150;

/** Takes values of an application. @throws ServiceError for what CloudWatch would not take; nothing of the request counts then */
export function putMetricData(input: Fields, metrics: MetricStore, now: Instant): void {
  refuseOthers('PutMetricData', input, { served: ['Namespace', 'MetricData'], withoutEffect: ['StrictEntityValidation'] }, INVALID);
  const namespace = textOf(input['Namespace']);
  if (namespace === undefined || namespace.startsWith('AWS/')) throw new ServiceError(INVALID, 'The value AWS/ for parameter Namespace is invalid: it must not be empty or begin with AWS/');
  const data = listOf(input['MetricData']);
  if (data.length === 0 || data.length > MOST_DATA) throw new ServiceError(INVALID, `MetricData must hold 1 to ${MOST_DATA} items, got ${data.length}`);
  for (const datum of data.map((one) => read(one, now))) {
    for (const [value, count] of datum.values) metrics.put({ namespace, name: datum.name, dimensions: datum.dimensions }, datum.at, value, count, { unit: datum.unit, resolution: datum.resolution, sentAt: now });
  }
}

function read(datum: Fields, now: Instant) {
  refuseOthers('MetricData', datum, { served: ['MetricName', 'Dimensions', 'Timestamp', 'Value', 'Values', 'Counts', 'Unit', 'StorageResolution'] }, INVALID);
  const { Unit: unit = 'None', StorageResolution: resolution = 60 } = datum;
  const name = textOf(datum['MetricName']);
  if (name === undefined) throw new ServiceError('MissingParameter', 'The parameter MetricData.member.1.MetricName is required.');
  if (!isUnit(unit)) throw new ServiceError(INVALID, `The unit ${JSON.stringify(unit)} is not one of CloudWatch's`);
  if (resolution !== 1 && resolution !== 60) throw new ServiceError(INVALID, `StorageResolution must be 1 or 60, got ${JSON.stringify(resolution)}`);
  const dimensions = Object.fromEntries(listOf(datum['Dimensions']).map(({ Name, Value }) => [String(Name), String(Value)]));
  return { name, unit, resolution: resolution as 1 | 60, dimensions, at: datum['Timestamp'] === undefined ? now : instantIn('Timestamp', datum['Timestamp']), values: valuesIn(datum) };
}

function valuesIn({ Value, Values, Counts }: Fields): readonly (readonly [number, number])[] {
  if ((Value === undefined) === (Values === undefined)) throw new ServiceError('InvalidParameterCombination', 'At least one of the parameters must be specified, and not both: Value, Values.');
  const values = Value === undefined ? (Values as readonly unknown[]) : [Value];
  const counts = (Counts ?? values.map(() => 1)) as readonly unknown[];
  const fits = values.length <= MOST_VALUES && values.length === counts.length && [...values, ...counts].every((one) => typeof one === 'number');
  if (!fits) throw new ServiceError(INVALID, `Values and Counts must be up to ${MOST_VALUES} numbers each, and as many of one as of the other`);
  return values.map((value, index) => [value as number, counts[index] as number]);
}
