import type { Providers, ResourceRequest } from '../cloudformation/provider';
import { fieldsOf, listOf, refuseOthers, refuseUnless, textOf, type Fields } from '../fields';
import type { Identifiers } from '../identifiers';
import { arnOf } from '../place';
import { ServiceError } from '../service-error';
import { readPattern } from './pattern';
import type { EventRule, EventRules } from './rules';
import { readSchedule } from './schedule';

const TYPE = 'AWS::Events::Rule';
const CODE = 'ValidationException';
const MOST_TARGETS = 5;

/** The CloudFormation type of a rule of the default event bus. */
export function eventResources(rules: EventRules, ids: Identifiers): Providers {
  return {
    [TYPE]: {
      async create(request) {
        const name = textOf(request.properties['Name']) ?? `${`${request.stackName}-${request.logicalId}`.slice(0, 51)}-${ids.upper(12)}`;
        const rule = read(name, request);
        rules.define(rule);
        return { physicalId: name, attributes: { Arn: rule.arn } };
      },
      async update(request, existing) {
        rules.define(read(existing.physicalId, request));
        return existing;
      },
      async delete(_, { attributes }) {
        rules.remove(String(attributes['Arn']));
      },
    },
  };
}

function read(name: string, { place, properties }: ResourceRequest): EventRule {
  refuseOthers(TYPE, properties, { served: ['Name', 'ScheduleExpression', 'EventPattern', 'State', 'Targets', 'EventBusName'], withoutEffect: ['Description', 'Tags'] }, CODE);
  refuseUnless(`${TYPE}.EventBusName`, properties['EventBusName'], ['default'], CODE);
  refuseUnless(`${TYPE}.State`, properties['State'], ['ENABLED', 'DISABLED'], CODE);
  const { ScheduleExpression, EventPattern, State, Targets } = properties;
  if (ScheduleExpression === undefined && EventPattern === undefined) throw new ServiceError(CODE, 'Parameter(s) EventPattern or ScheduleExpression must be specified.');
  const targets = listOf(Targets);
  if (targets.length > MOST_TARGETS) throw new ServiceError('LimitExceededException', `The requested resource exceeds the maximum number allowed: a rule has at most ${MOST_TARGETS} targets, got ${targets.length}`);
  return {
    name, place, arn: arnOf('events', place, `rule/${name}`), enabled: State !== 'DISABLED', targets: targets.map(target),
    every: ScheduleExpression === undefined ? undefined : inWordsOfAws(() => readSchedule(String(ScheduleExpression))),
    pattern: EventPattern === undefined ? undefined : inWordsOfAws(() => readPattern(typeof EventPattern === 'string' ? JSON.parse(EventPattern) : EventPattern)),
  };
}

function target(given: Fields): EventRule['targets'][number] {
  // EventBridge tries again what it cannot deliver for a moment, which does not happen here.
  refuseOthers(`${TYPE}.Targets`, given, { served: ['Arn', 'Id', 'Input'], withoutEffect: ['RetryPolicy'] }, CODE);
  const functionArn = String(given['Arn']);
  if (!/^arn:aws[\w-]*:lambda:[^:]*:\d{12}:function:[^:]+$/.test(functionArn)) throw new ServiceError(CODE, `the region's rules call functions, got the target ${JSON.stringify(given['Arn'])}`);
  const input = textOf(given['Input']);
  return { functionArn, input: input === undefined ? undefined : inWordsOfAws(() => fieldsOf(JSON.parse(input))) };
}

function inWordsOfAws<T>(read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    throw new ServiceError(CODE, thrown instanceof Error ? thrown.message : String(thrown));
  }
}
