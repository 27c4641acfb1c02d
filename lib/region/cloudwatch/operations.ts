import type { Clock } from '../../core/time';
import type { Operation } from '../endpoint/json-protocol';
import { refuseOthers, textOf, textsOf, wholeNumber, type Fields } from '../fields';
import { pageOf } from '../paging';
import { ServiceError } from '../service-error';
import type { AlarmActions } from './alarm-actions';
import type { AlarmBook, AlarmEntry } from './alarm-book';
import { describeAlarmHistory } from './alarm-history';
import { getMetricData } from './get-metric-data';
import type { MetricStore } from './metric-store';
import { putMetricData } from './put-metric-data';

export interface MetricOperationPorts {
  readonly clock: Pick<Clock, 'now'>;
  readonly metrics: MetricStore;
  readonly book: AlarmBook;
  readonly actions: AlarmActions;
}

const INVALID = 'InvalidParameterValueException';
const MOST_ALARMS = 100;
const KINDS = { MetricAlarm: 'metric', CompositeAlarm: 'composite' } as const;

/** The operations of CloudWatch that functions and scripts use. */
export function metricOperations({ clock, metrics, book, actions }: MetricOperationPorts): Readonly<Record<string, Operation>> {
  return {
    DescribeAlarms: async (input) => describeAlarms(input, book, actions),
    DescribeAlarmHistory: async (input) => describeAlarmHistory(input, book),
    GetMetricData: async (input) => getMetricData(input, metrics, clock.now()),
    PutMetricData: async (input) => putMetricData(input, metrics, clock.now()),
    SetAlarmState: async (input) => {
      refuseOthers('SetAlarmState', input, { served: ['AlarmName', 'StateValue', 'StateReason'] }, INVALID);
      const [name, state] = [String(input['AlarmName']), input['StateValue']];
      if (state !== 'OK' && state !== 'ALARM' && state !== 'INSUFFICIENT_DATA') throw new ServiceError('InvalidParameterValue', `StateValue must be OK, ALARM or INSUFFICIENT_DATA, got ${JSON.stringify(state)}`);
      if (book.entry(name) === undefined) throw new ServiceError('ResourceNotFound', `Unknown alarm ${name}`, 404);
      book.enter(name, { state, reason: String(input['StateReason'] ?? '') }, clock.now());
    },
  };
}

/** Without `AlarmTypes` only metric alarms: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
function describeAlarms(input: Fields, book: AlarmBook, actions: AlarmActions): object {
  refuseOthers('DescribeAlarms', input, { served: ['AlarmNames', 'AlarmNamePrefix', 'AlarmTypes', 'StateValue', 'MaxRecords', 'NextToken'] }, INVALID);
  const [names, prefix, state] = [textsOf(input['AlarmNames']), textOf(input['AlarmNamePrefix']), textOf(input['StateValue'])];
  if (names.length > 0 && prefix !== undefined) throw new ServiceError('InvalidParameterCombination', 'AlarmNames and AlarmNamePrefix can not be given together');
  const types = input['AlarmTypes'] === undefined ? ['MetricAlarm'] : textsOf(input['AlarmTypes']);
  const kinds = types.map((type) => KINDS[type as keyof typeof KINDS] ?? unknownType(type));
  const found = book.all().filter(({ name, kind, state: now }) => kinds.includes(kind) && (names.length === 0 || names.includes(name)) && (prefix === undefined || name.startsWith(prefix)) && (state === undefined || now.state === state));
  const { items, next } = pageOf(found, input['NextToken'], wholeNumber('MaxRecords', input['MaxRecords'], [1, MOST_ALARMS], 50), 'InvalidNextToken');
  const of = (kind: AlarmEntry['kind']): readonly object[] => items.filter((entry) => entry.kind === kind).map((entry) => describe(entry, actions));
  return { MetricAlarms: of('metric'), CompositeAlarms: of('composite'), ...(next === undefined ? {} : { NextToken: next }) };
}

function describe({ name, state, since }: AlarmEntry, { described }: AlarmActions): object {
  const { arn = '', properties = {} } = described.get(name) ?? {};
  const moment = since / 1_000;
  return {
    ActionsEnabled: true, OKActions: [], AlarmActions: [], InsufficientDataActions: [], ...properties,
    AlarmName: name, AlarmArn: arn, StateValue: state.state, StateReason: state.reason, StateUpdatedTimestamp: moment, StateTransitionedTimestamp: moment,
  };
}

function unknownType(type: string): never {
  throw new ServiceError('InvalidParameterValue', `AlarmTypes are MetricAlarm and CompositeAlarm, got ${type}`);
}

