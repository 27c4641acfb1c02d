import type { ResourceProvider } from '../../cloudformation/provider';
import { isTrue, refuseOthers, refuseUnless, textsOf, wholeNumber, type Fields } from '../../fields';
import type { Identifiers } from '../../identifiers';
import { arnOf } from '../../place';
import { ServiceError } from '../../service-error';
import type { LoadBalancer, LoadBalancerSettings } from '../live';
import type { LoadBalancing } from '../load-balancing';
import { readAttributes } from './attributes';
import { nameFor } from './short-name';

const TYPE = 'AWS::ElasticLoadBalancingV2::LoadBalancer';

/** The zone of load balancers' names in Seoul; nothing here asks for it. */
const HOSTED_ZONE = 'ZWKZPGTI48KDX';

export function loadBalancer(service: LoadBalancing, ids: Identifiers): ResourceProvider {
  return {
    async create(request) {
      const { place, properties } = request;
      const settings = readSettings(properties);
      const name = nameFor(request, ids);
      if ([...service.loadBalancers.values()].some((other) => other.name === name)) {
        throw new ServiceError('DuplicateLoadBalancerName', `A load balancer with the same name '${name}' exists, but with different settings`);
      }
      const dimension = `app/${name}/${ids.hex(16)}`;
      const arn = arnOf('elasticloadbalancing', place, `loadbalancer/${dimension}`);
      const dnsName = `${name}-${parseInt(ids.hex(8), 16)}.${place.region}.elb.amazonaws.com`;
      const made: LoadBalancer = { arn, name, place, dimension, dnsName, settings, target: targetOf(properties) };
      service.loadBalancers.set(arn, made);
      return { physicalId: arn, attributes: attributesOf(made, properties) };
    },
    async update({ properties }, existing) {
      const known = service.loadBalancer(existing.physicalId);
      known.settings = readSettings(properties);
      known.target = targetOf(properties);
      await service.apply();
      return { physicalId: existing.physicalId, attributes: attributesOf(known, properties) };
    },
    async delete(_, { physicalId }) {
      const known = service.loadBalancers.get(physicalId);
      if (known?.settings.protectedFromDeletion === true) {
        throw new ServiceError('OperationNotPermitted', `Load balancer '${physicalId}' cannot be deleted because deletion protection is enabled`);
      }
      service.loadBalancers.delete(physicalId);
      await service.apply();
    },
  };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-loadbalancer.html: internet-facing unless it says internal. */
const targetOf = ({ SecurityGroups, Subnets, Scheme }: Fields): LoadBalancer['target'] => ({ attached: { groups: textsOf(SecurityGroups), subnets: textsOf(Subnets) }, isPublic: Scheme !== 'internal' });

function attributesOf({ arn, dnsName, name, dimension }: LoadBalancer, { SecurityGroups }: Fields): Fields {
  return {
    LoadBalancerArn: arn, DNSName: dnsName, LoadBalancerName: name, LoadBalancerFullName: dimension, CanonicalHostedZoneID: HOSTED_ZONE, SecurityGroups: SecurityGroups ?? [],
  };
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html */
function readSettings(properties: Fields): LoadBalancerSettings {
  refuseOthers(TYPE, properties, {
    served: ['Name', 'Type', 'LoadBalancerAttributes', 'Scheme', 'SecurityGroups', 'Subnets'],
    withoutEffect: ['SubnetMappings', 'IpAddressType', 'Tags', 'EnablePrefixForIpv6SourceNat'],
  });
  refuseUnless(`${TYPE}.Type`, properties['Type'], ['application']);
  const given = readAttributes(TYPE, properties['LoadBalancerAttributes'], {
    served: ['idle_timeout.timeout_seconds', 'deletion_protection.enabled', 'routing.http.drop_invalid_header_fields.enabled', 'routing.http.xff_header_processing.mode'],
    withoutEffect: [
      'access_logs.s3.enabled', 'access_logs.s3.bucket', 'access_logs.s3.prefix', 'connection_logs.s3.enabled', 'connection_logs.s3.bucket', 'connection_logs.s3.prefix',
      'health_check_logs.s3.enabled', 'health_check_logs.s3.bucket', 'health_check_logs.s3.prefix', 'client_keep_alive.seconds', 'routing.http2.enabled',
      'routing.http.desync_mitigation_mode', 'waf.fail_open.enabled', 'zonal_shift.config.enabled',
    ],
    fixed: {
      'load_balancing.cross_zone.enabled': ['true'], 'routing.http.preserve_host_header.enabled': ['false'],
      'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': ['false'], 'routing.http.xff_client_port.enabled': ['false'],
    },
  });
  const mode = given['routing.http.xff_header_processing.mode'] ?? 'append';
  if (mode !== 'append' && mode !== 'preserve' && mode !== 'remove') {
    throw new ServiceError('InvalidConfigurationRequest', `routing.http.xff_header_processing.mode must be append, preserve or remove, got '${mode}'`);
  }
  return {
    idleMs: wholeNumber('idle_timeout.timeout_seconds', given['idle_timeout.timeout_seconds'], [1, 4_000], 60) * 1_000,
    dropsInvalidHeaders: isTrue(given['routing.http.drop_invalid_header_fields.enabled']), forwardedFor: mode,
    protectedFromDeletion: isTrue(given['deletion_protection.enabled']),
  };
}
