import { refuseOthers, textOf, textsOf, wholeNumber, type Fields } from '../fields';
import { pageOf } from '../paging';
import { ServiceError } from '../service-error';
import type { AlarmBook, AlarmChange } from './alarm-book';

const INVALID = 'InvalidParameterValueException';
const MOST = 100;

/**
 * The changes of state of alarms, newest first unless `ScanBy` says otherwise; of all metric alarms where none is named.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html
 */
export function describeAlarmHistory(input: Fields, book: AlarmBook): object {
  refuseOthers('DescribeAlarmHistory', input, { served: ['AlarmName', 'AlarmTypes', 'HistoryItemType', 'StartDate', 'EndDate', 'ScanBy', 'MaxRecords', 'NextToken'] }, INVALID);
  const { HistoryItemType: wanted, ScanBy: order = 'TimestampDescending' } = input;
  if (wanted !== 'StateUpdate') throw new ServiceError('InvalidParameterValue', `the region keeps the history of states only: HistoryItemType must be StateUpdate, got ${JSON.stringify(wanted)}`);
  if (order !== 'TimestampDescending' && order !== 'TimestampAscending') throw new ServiceError('InvalidParameterValue', `ScanBy must be TimestampDescending or TimestampAscending, got ${JSON.stringify(order)}`);
  const [name, from, to] = [textOf(input['AlarmName']), moment(input, 'StartDate', -Infinity), moment(input, 'EndDate', Infinity)];
  const types = input['AlarmTypes'] === undefined ? ['MetricAlarm'] : textsOf(input['AlarmTypes']);
  const found = book.history.filter((change) => (name === undefined || change.name === name) && types.includes(typeOf(change, book)) && change.at >= from && change.at <= to);
  const { items, next } = pageOf(order === 'TimestampAscending' ? found : found.toReversed(), input['NextToken'], wholeNumber('MaxRecords', input['MaxRecords'], [1, MOST], MOST), 'InvalidNextToken');
  return { AlarmHistoryItems: items.map((change) => item(change, book)), ...(next === undefined ? {} : { NextToken: next }) };
}

/** Dates come as seconds since 1970. @throws ServiceError */
function moment(input: Fields, name: string, otherwise: number): number {
  const value = input[name];
  if (value === undefined) return otherwise;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new ServiceError('InvalidParameterValue', `${name} must be a moment in seconds, got ${JSON.stringify(value)}`);
  return value * 1_000;
}

/** What an alarm was that is gone nobody knows here: nearly all are metric alarms. */
const typeOf = ({ name }: AlarmChange, book: AlarmBook): string => (book.entry(name)?.kind === 'composite' ? 'CompositeAlarm' : 'MetricAlarm');

const item = (change: AlarmChange, book: AlarmBook): object => ({
  AlarmName: change.name, AlarmType: typeOf(change, book), Timestamp: change.at / 1_000, HistoryItemType: 'StateUpdate', HistorySummary: `Alarm updated from ${change.from} to ${change.to.state}`,
  HistoryData: JSON.stringify({ version: '1.0', oldState: { stateValue: change.from }, newState: { stateValue: change.to.state, stateReason: change.to.reason } }),
});
