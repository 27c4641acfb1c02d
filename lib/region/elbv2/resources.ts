import type { Providers, ResourceProvider, ResourceRequest } from '../cloudformation/provider';
import type { Identifiers } from '../identifiers';
import { arnOf } from '../place';
import { ServiceError } from '../service-error';
import type { Listener, LoadBalancer, Rule, TargetGroup } from './live';
import type { LoadBalancing } from './load-balancing';
import { readAction } from './read-action';

type Fields = Readonly<Record<string, unknown>>;

/** The CloudFormation types of Elastic Load Balancing. */
export function loadBalancingResources(service: LoadBalancing, ids: Identifiers): Providers {
  return {
    'AWS::ElasticLoadBalancingV2::LoadBalancer': loadBalancer(service, ids),
    'AWS::ElasticLoadBalancingV2::TargetGroup': targetGroup(service, ids),
    'AWS::ElasticLoadBalancingV2::Listener': listener(service, ids),
    'AWS::ElasticLoadBalancingV2::ListenerRule': rule(service, ids),
  };
}

/** As CloudFormation shortens the names it makes up: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html */
const shortName = ({ stackName, logicalId }: ResourceRequest, ids: Identifiers): string => `${stackName.slice(0, 6)}-${logicalId.slice(0, 11)}-${ids.upper(12)}`;

function loadBalancer(service: LoadBalancing, ids: Identifiers): ResourceProvider {
  const attributes = ({ arn, dnsName, name, dimension }: LoadBalancer, { SecurityGroups }: Fields): Fields =>
    ({ LoadBalancerArn: arn, DNSName: dnsName, LoadBalancerName: name, LoadBalancerFullName: dimension, CanonicalHostedZoneID: 'ZWKZPGTI48KDX', SecurityGroups: SecurityGroups ?? [] });
  return {
    async create(request) {
      const { place, properties } = request;
      if ((properties['Type'] ?? 'application') !== 'application') throw new ServiceError('ValidationError', `the region has no load balancers of type ${String(properties['Type'])}`);
      const name = String(properties['Name'] ?? shortName(request, ids));
      const dimension = `app/${name}/${ids.hex(16)}`;
      const made: LoadBalancer = {
        arn: arnOf('elasticloadbalancing', place, `loadbalancer/${dimension}`), name, place, dimension,
        dnsName: `${name}-${parseInt(ids.hex(8), 16)}.${place.region}.elb.amazonaws.com`,
      };
      service.loadBalancers.set(made.arn, made);
      return { physicalId: made.arn, attributes: attributes(made, properties) };
    },
    update: async (request, existing) => ({ physicalId: existing.physicalId, attributes: { ...existing.attributes, SecurityGroups: request.properties['SecurityGroups'] ?? [] } }),
    async delete(_, { physicalId }) {
      service.loadBalancers.delete(physicalId);
    },
  };
}

function targetGroup(service: LoadBalancing, ids: Identifiers): ResourceProvider {
  const read = (properties: Fields): Pick<TargetGroup, 'health' | 'deregistrationDelayMs'> => {
    const given = Object.fromEntries(((properties['TargetGroupAttributes'] ?? []) as readonly { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]));
    return {
      deregistrationDelayMs: Number(given['deregistration_delay.timeout_seconds'] ?? 300) * 1_000,
      health: {
        path: String(properties['HealthCheckPath'] ?? '/'), intervalMs: Number(properties['HealthCheckIntervalSeconds'] ?? 30) * 1_000,
        timeoutMs: Number(properties['HealthCheckTimeoutSeconds'] ?? 5) * 1_000, healthyThreshold: Number(properties['HealthyThresholdCount'] ?? 5),
        unhealthyThreshold: Number(properties['UnhealthyThresholdCount'] ?? 2), matcher: String((properties['Matcher'] as Fields | undefined)?.['HttpCode'] ?? '200'),
      },
    };
  };
  return {
    async create(request) {
      const { place, properties } = request;
      if (properties['TargetType'] !== 'ip') throw new ServiceError('ValidationError', `the region serves target groups of type ip, got ${String(properties['TargetType'])}`);
      const name = String(properties['Name'] ?? shortName(request, ids));
      const dimension = `targetgroup/${name}/${ids.hex(16)}`;
      const arn = arnOf('elasticloadbalancing', place, dimension);
      service.groups.set(arn, { arn, name, place, dimension, port: Number(properties['Port']), targets: new Map(), ...read(properties) });
      await service.apply();
      return { physicalId: arn, attributes: { TargetGroupArn: arn, TargetGroupFullName: dimension, TargetGroupName: name, LoadBalancerArns: [] } };
    },
    async update({ properties }, existing) {
      service.groups.set(existing.physicalId, { ...service.group(existing.physicalId), ...read(properties) });
      await service.apply();
      return existing;
    },
    async delete(_, { physicalId }) {
      const used = [...service.listeners.values(), ...service.rules.values()].some((holder) => service.forwardsTo('priority' in holder ? holder.listenerArn : holder.arn, [physicalId]).includes(holder));
      if (used) throw new ServiceError('ResourceInUse', `Target group '${physicalId}' is currently in use by a listener or a rule`);
      service.groups.delete(physicalId);
      await service.apply();
    },
  };
}

function listener(service: LoadBalancing, ids: Identifiers): ResourceProvider {
  const read = (arn: string, properties: Fields): Listener => {
    const protocol = String(properties['Protocol']);
    if (protocol !== 'HTTP' && protocol !== 'HTTPS') throw new ServiceError('ValidationError', `the region serves HTTP and HTTPS listeners, got ${protocol}`);
    const certificates = (properties['Certificates'] ?? []) as readonly { CertificateArn: string }[];
    if (protocol === 'HTTPS' && certificates.length === 0) throw new ServiceError('CertificateNotFound', 'A certificate must be specified for HTTPS listeners');
    return {
      arn, loadBalancerArn: String(properties['LoadBalancerArn']), port: Number(properties['Port']), protocol,
      certificateArn: certificates[0]?.CertificateArn, defaultAction: readAction(properties['DefaultActions']),
    };
  };
  return {
    async create({ properties }) {
      const arn = `${String(properties['LoadBalancerArn']).replace(':loadbalancer/', ':listener/')}/${ids.hex(16)}`;
      service.listeners.set(arn, read(arn, properties));
      await service.apply();
      return { physicalId: arn, attributes: { ListenerArn: arn } };
    },
    async update({ properties }, existing) {
      // As on AWS: the template's default action goes live whatever CodeDeploy has made of it.
      service.listeners.set(existing.physicalId, read(existing.physicalId, properties));
      await service.apply();
      return existing;
    },
    async delete(_, { physicalId }) {
      service.listeners.delete(physicalId);
      await service.apply();
    },
  };
}

function rule(service: LoadBalancing, ids: Identifiers): ResourceProvider {
  const read = (arn: string, properties: Fields): Rule => {
    const values = (field: string, config: string): readonly string[] | undefined => {
      const found = ((properties['Conditions'] ?? []) as readonly Fields[]).find(({ Field }) => Field === field);
      return found === undefined ? undefined : ((found[config] as { Values?: readonly string[] } | undefined)?.Values ?? (found['Values'] as readonly string[]));
    };
    const unknown = ((properties['Conditions'] ?? []) as readonly Fields[]).filter(({ Field }) => Field !== 'path-pattern' && Field !== 'host-header');
    if (unknown.length > 0) throw new ServiceError('ValidationError', `the region does not know the condition ${unknown.map(({ Field }) => String(Field)).join(', ')}`);
    return {
      arn, listenerArn: String(properties['ListenerArn']), priority: Number(properties['Priority']), action: readAction(properties['Actions']),
      paths: values('path-pattern', 'PathPatternConfig'), hosts: values('host-header', 'HostHeaderConfig')?.map((host) => host.toLowerCase()),
    };
  };
  return {
    async create({ properties }) {
      const taken = [...service.rules.values()].some(({ listenerArn, priority }) => listenerArn === properties['ListenerArn'] && priority === Number(properties['Priority']));
      if (taken) throw new ServiceError('PriorityInUse', `Priority '${String(properties['Priority'])}' is currently in use`);
      const arn = `${String(properties['ListenerArn']).replace(':listener/', ':listener-rule/')}/${ids.hex(16)}`;
      service.rules.set(arn, read(arn, properties));
      await service.apply();
      return { physicalId: arn, attributes: { RuleArn: arn, IsDefault: false } };
    },
    async update({ properties }, existing) {
      service.rules.set(existing.physicalId, read(existing.physicalId, properties));
      await service.apply();
      return existing;
    },
    async delete(_, { physicalId }) {
      service.rules.delete(physicalId);
      await service.apply();
    },
  };
}
