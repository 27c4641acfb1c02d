import { spell } from '../../core/checked';
import { readDefinition } from '../../core/alarm/read-definition';
import type { Created, Providers, ResourceProvider, ResourceRequest } from '../cloudformation/provider';
import { fieldsOf, refuseOthers } from '../fields';
import type { Identifiers } from '../identifiers';
import { arnOf } from '../place';
import { ServiceError } from '../service-error';
import type { AlarmActions } from './alarm-actions';
import type { Alarms } from './alarms';
import type { Composites } from './composites';

/** The CloudFormation types of CloudWatch that have behaviour here. */
export function alarmResources(alarms: Alarms, ids: Identifiers, composites: Composites, actions: AlarmActions): Providers {
  const metric = provider(alarms, ids, actions, (name, { properties }) => {
    const definition = readDefinition(name, properties);
    if (!definition.ok) throw new ServiceError('ValidationError', definition.problems.map(spell).join('; '));
    return () => alarms.put(definition.value);
  }, (name) => {
    composites.refuseWhileNeeded(name);
    alarms.remove(name);
  });
  const composite = provider(alarms, ids, actions, (name, { properties }) => {
    refuseOthers('AWS::CloudWatch::CompositeAlarm', properties, {
      served: ['AlarmName', 'AlarmRule', 'ActionsEnabled', 'AlarmActions', 'OKActions', 'InsufficientDataActions'], withoutEffect: ['AlarmDescription', 'Tags'],
    });
    return () => composites.put(name, String(properties['AlarmRule'] ?? ''));
  }, (name) => composites.remove(name));
  return { 'AWS::CloudWatch::Alarm': metric, 'AWS::CloudWatch::CompositeAlarm': composite, 'AWS::CloudWatch::Dashboard': dashboard(ids) };
}

/** `read` checks everything first, and answers how the alarm is put in. */
function provider(alarms: Alarms, ids: Identifiers, actions: AlarmActions, read: (name: string, request: ResourceRequest) => () => void, remove: (name: string) => void): ResourceProvider {
  const put = (name: string, request: ResourceRequest): Created => {
    const arn = arnOf('cloudwatch', request.place, `alarm:${name}`);
    const enter = read(name, request);
    actions.describe(name, { arn, place: request.place, properties: request.properties });
    enter();
    return { physicalId: name, attributes: { Arn: arn } };
  };
  return {
    async create(request) {
      const name = String(request.properties['AlarmName'] ?? `${request.stackName}-${request.logicalId}-${ids.upper(12)}`);
      if (alarms.read([name]).length > 0) throw new ServiceError('AlreadyExists', `${name} already exists`);
      return put(name, request);
    },
    update: async (request, { physicalId }) => put(physicalId, request),
    async delete(_, { physicalId }) {
      remove(physicalId);
      actions.described.delete(physicalId);
    },
  };
}

/** A dashboard is kept and never drawn; CloudWatch reads its body when it is put. */
function dashboard(ids: Identifiers): ResourceProvider {
  const read = ({ properties }: ResourceRequest): void => {
    const widgets = (() => {
      try {
        return fieldsOf(JSON.parse(String(properties['DashboardBody'])))['widgets'];
      } catch {
        return undefined;
      }
    })();
    if (!Array.isArray(widgets)) throw new ServiceError('InvalidParameterInput', 'The field DashboardBody must be a valid JSON object with a list of widgets');
  };
  return {
    async create(request) {
      read(request);
      return { physicalId: String(request.properties['DashboardName'] ?? `${request.logicalId}-${ids.upper(12)}`), attributes: {} };
    },
    async update(request, existing) {
      read(request);
      return existing;
    },
    delete: async () => undefined,
  };
}
