import type { ResourceProvider } from '../../cloudformation/provider';
import { fieldsOf, refuseOthers, refuseUnless, wholeNumber, type Fields } from '../../fields';
import type { Identifiers } from '../../identifiers';
import { arnOf } from '../../place';
import { ServiceError } from '../../service-error';
import type { TargetGroup } from '../live';
import type { LoadBalancing } from '../load-balancing';
import { readAttributes } from './attributes';
import { nameFor } from './short-name';

const TYPE = 'AWS::ElasticLoadBalancingV2::TargetGroup';

export function targetGroup(service: LoadBalancing, ids: Identifiers): ResourceProvider {
  return {
    async create(request) {
      const { place, properties } = request;
      const settings = readSettings(properties);
      const name = nameFor(request, ids);
      if (service.groupNamed(name) !== undefined) throw new ServiceError('DuplicateTargetGroupName', `A target group with the same name '${name}' exists, but with different settings`);
      const dimension = `targetgroup/${name}/${ids.hex(16)}`;
      const arn = arnOf('elasticloadbalancing', place, dimension);
      service.groups.set(arn, { arn, name, place, dimension, port: wholeNumber(`${TYPE}.Port`, properties['Port'], [1, 65_535]), targets: new Map(), ...settings });
      await service.apply();
      return { physicalId: arn, attributes: { TargetGroupArn: arn, TargetGroupFullName: dimension, TargetGroupName: name, LoadBalancerArns: [] } };
    },
    async update({ properties }, existing) {
      service.groups.set(existing.physicalId, { ...service.group(existing.physicalId), ...readSettings(properties) });
      await service.apply();
      return existing;
    },
    async delete(_, { physicalId }) {
      if (service.behind(physicalId).length > 0) throw new ServiceError('ResourceInUse', `Target group '${physicalId}' is currently in use by a listener or a rule`);
      service.groups.delete(physicalId);
      await service.apply();
    },
  };
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
function readSettings(properties: Fields): Pick<TargetGroup, 'health' | 'deregistrationDelayMs'> {
  refuseOthers(TYPE, properties, {
    served: [
      'Name', 'Port', 'Protocol', 'ProtocolVersion', 'TargetType', 'IpAddressType', 'Targets', 'TargetGroupAttributes', 'Matcher', 'HealthCheckEnabled', 'HealthCheckProtocol',
      'HealthCheckPort', 'HealthCheckPath', 'HealthCheckIntervalSeconds', 'HealthCheckTimeoutSeconds', 'HealthyThresholdCount', 'UnhealthyThresholdCount',
    ],
    withoutEffect: ['VpcId', 'Tags'],
  });
  const fixed: Readonly<Record<string, readonly unknown[]>> = {
    Protocol: ['HTTP'], ProtocolVersion: ['HTTP1'], IpAddressType: ['ipv4'], HealthCheckEnabled: [true], HealthCheckProtocol: ['HTTP'], HealthCheckPort: ['traffic-port'], Targets: [],
  };
  for (const [name, allowed] of Object.entries(fixed)) if (name !== 'Targets') refuseUnless(`${TYPE}.${name}`, properties[name], allowed);
  if (properties['TargetType'] !== 'ip') throw new ServiceError('ValidationError', `the region serves ${TYPE}.TargetType only as ip, got ${JSON.stringify(properties['TargetType'] ?? 'instance')}`);
  if (Array.isArray(properties['Targets']) && properties['Targets'].length > 0) throw new ServiceError('ValidationError', `the region does not serve ${TYPE}.Targets: a service registers its tasks`);
  return { deregistrationDelayMs: readDelay(properties['TargetGroupAttributes']), health: readHealth(properties) };
}

function readHealth(properties: Fields): TargetGroup['health'] {
  const matcher = fieldsOf(properties['Matcher']);
  refuseOthers(`${TYPE}.Matcher`, matcher, { served: ['HttpCode'] });
  const codes = String(matcher['HttpCode'] ?? '200');
  if (!/^[2-4]\d\d(-[2-4]\d\d)?(,[2-4]\d\d(-[2-4]\d\d)?)*$/.test(codes)) throw new ServiceError('ValidationError', `Health check matcher HTTP code must be within 200-499, got '${codes}'`);
  const read = (name: string, range: readonly [number, number], otherwise: number): number => wholeNumber(`${TYPE}.${name}`, properties[name], range, otherwise);
  const interval = read('HealthCheckIntervalSeconds', [5, 300], 30);
  const timeout = read('HealthCheckTimeoutSeconds', [2, 120], 5);
  if (timeout >= interval) throw new ServiceError('ValidationError', `Health check timeout '${timeout}' must be smaller than or equal to the interval '${interval}'`);
  return {
    path: String(properties['HealthCheckPath'] ?? '/'), intervalMs: interval * 1_000, timeoutMs: timeout * 1_000,
    healthyThreshold: read('HealthyThresholdCount', [2, 10], 5), unhealthyThreshold: read('UnhealthyThresholdCount', [2, 10], 2), matcher: codes,
  };
}

function readDelay(attributes: unknown): number {
  const given = readAttributes(TYPE, attributes, {
    served: ['deregistration_delay.timeout_seconds'],
    // Without stickiness its details mean nothing.
    withoutEffect: ['stickiness.type', 'stickiness.lb_cookie.duration_seconds', 'stickiness.app_cookie.duration_seconds', 'stickiness.app_cookie.cookie_name'],
    fixed: {
      'stickiness.enabled': ['false'], 'slow_start.duration_seconds': ['0'], 'load_balancing.algorithm.type': ['round_robin'],
      'load_balancing.algorithm.anomaly_mitigation': ['off'], 'load_balancing.cross_zone.enabled': ['true', 'use_load_balancer_configuration'],
      'target_group_health.dns_failover.minimum_healthy_targets.count': ['1', 'off'], 'target_group_health.dns_failover.minimum_healthy_targets.percentage': ['off'],
      'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': ['1'], 'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': ['off'],
    },
  });
  return wholeNumber('deregistration_delay.timeout_seconds', given['deregistration_delay.timeout_seconds'], [0, 3_600], 300) * 1_000;
}
