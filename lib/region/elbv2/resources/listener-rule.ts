import type { ResourceProvider } from '../../cloudformation/provider';
import { fieldsOf, listOf, refuseOthers, textsOf, wholeNumber, type Fields } from '../../fields';
import type { Identifiers } from '../../identifiers';
import { ServiceError } from '../../service-error';
import type { Rule } from '../live';
import type { LoadBalancing } from '../load-balancing';
import { readAction } from './read-action';

const TYPE = 'AWS::ElasticLoadBalancingV2::ListenerRule';

/** The configuration of each condition that is served. */
const CONDITIONS: Readonly<Record<string, string>> = { 'path-pattern': 'PathPatternConfig', 'host-header': 'HostHeaderConfig' };

export function listenerRule(service: LoadBalancing, ids: Identifiers): ResourceProvider {
  return {
    async create({ properties }) {
      const listenerArn = String(properties['ListenerArn']);
      if (!service.listeners.has(listenerArn)) throw new ServiceError('ListenerNotFound', `One or more listeners not found: '${listenerArn}'`);
      const arn = `${listenerArn.replace(':listener/', ':listener-rule/')}/${ids.hex(16)}`;
      service.rules.set(arn, read(arn, properties, service));
      await service.apply();
      return { physicalId: arn, attributes: { RuleArn: arn, IsDefault: false } };
    },
    async update({ properties }, existing) {
      service.rules.set(existing.physicalId, read(existing.physicalId, properties, service));
      await service.apply();
      return existing;
    },
    async delete(_, { physicalId }) {
      service.rules.delete(physicalId);
      await service.apply();
    },
  };
}

function read(arn: string, properties: Fields, service: LoadBalancing): Rule {
  refuseOthers(TYPE, properties, { served: ['ListenerArn', 'Priority', 'Conditions', 'Actions'], withoutEffect: ['Tags'] });
  const listenerArn = String(properties['ListenerArn']);
  const priority = wholeNumber(`${TYPE}.Priority`, properties['Priority'], [1, 50_000]);
  if ([...service.rules.values()].some((other) => other.arn !== arn && other.listenerArn === listenerArn && other.priority === priority)) {
    throw new ServiceError('PriorityInUse', `Priority '${priority}' is currently in use`);
  }
  const conditions = listOf(properties['Conditions']);
  if (conditions.length === 0) throw new ServiceError('ValidationError', 'A condition must be specified');
  const action = readAction(properties['Actions']);
  service.checkTargets(action, service.listeners.get(listenerArn)?.loadBalancerArn ?? '');
  return { arn, listenerArn, priority, action, paths: valuesOf(conditions, 'path-pattern'), hosts: valuesOf(conditions, 'host-header') };
}

function valuesOf(conditions: readonly Fields[], field: string): readonly string[] | undefined {
  const unknown = conditions.map(({ Field }) => String(Field)).filter((given) => CONDITIONS[given] === undefined);
  if (unknown.length > 0) throw new ServiceError('ValidationError', `the region does not know the condition ${unknown.join(', ')}`);
  const [condition, second] = conditions.filter(({ Field }) => Field === field);
  if (second !== undefined) throw new ServiceError('ValidationError', `A rule can only have one '${field}' condition`);
  if (condition === undefined) return undefined;
  const name = CONDITIONS[field] ?? '';
  refuseOthers(`${TYPE}.Conditions`, condition, { served: ['Field', 'Values', name] });
  const configuration = fieldsOf(condition[name]);
  refuseOthers(`${TYPE}.Conditions.${name}`, configuration, { served: ['Values'] });
  const values = textsOf(configuration['Values'] ?? condition['Values']);
  if (values.length === 0) throw new ServiceError('ValidationError', `A condition value must be specified for '${field}'`);
  return values;
}
