import type { ResourceProvider } from '../../cloudformation/provider';
import { listOf, refuseOthers, wholeNumber, type Fields } from '../../fields';
import type { Identifiers } from '../../identifiers';
import { ServiceError } from '../../service-error';
import type { Listener } from '../live';
import type { LoadBalancing } from '../load-balancing';
import { readAttributes } from './attributes';
import { readAction } from './read-action';

const TYPE = 'AWS::ElasticLoadBalancingV2::Listener';

export function listener(service: LoadBalancing, ids: Identifiers): ResourceProvider {
  return {
    async create({ properties }) {
      const { arn: loadBalancerArn } = service.loadBalancer(String(properties['LoadBalancerArn']));
      const arn = `${loadBalancerArn.replace(':loadbalancer/', ':listener/')}/${ids.hex(16)}`;
      service.listeners.set(arn, read(arn, properties, service));
      await service.apply();
      return { physicalId: arn, attributes: { ListenerArn: arn } };
    },
    async update({ properties }, existing) {
      // As on AWS: the template's default action goes live whatever CodeDeploy has made of it.
      service.listeners.set(existing.physicalId, read(existing.physicalId, properties, service));
      await service.apply();
      return existing;
    },
    async delete(_, { physicalId }) {
      service.listeners.delete(physicalId);
      for (const [arn, { listenerArn }] of service.rules) if (listenerArn === physicalId) service.rules.delete(arn);
      await service.apply();
    },
  };
}

function read(arn: string, properties: Fields, service: LoadBalancing): Listener {
  refuseOthers(TYPE, properties, {
    served: ['LoadBalancerArn', 'Port', 'Protocol', 'Certificates', 'SslPolicy', 'DefaultActions', 'ListenerAttributes', 'MutualAuthentication'],
    withoutEffect: ['Tags'],
  });
  const mutual = properties['MutualAuthentication'] as Fields | undefined;
  if ((mutual?.['Mode'] ?? 'off') !== 'off') throw new ServiceError('ValidationError', `the region serves ${TYPE}.MutualAuthentication.Mode only as off, got ${JSON.stringify(mutual?.['Mode'])}`);
  readAttributes(TYPE, properties['ListenerAttributes'], { served: [], withoutEffect: [], fixed: { 'routing.http.response.server.enabled': ['true'] } });
  const protocol = properties['Protocol'];
  if (protocol !== 'HTTP' && protocol !== 'HTTPS') throw new ServiceError('ValidationError', `the region serves HTTP and HTTPS listeners, got ${JSON.stringify(protocol)}`);
  const certificates = listOf(properties['Certificates']);
  if (protocol === 'HTTPS' && certificates.length !== 1) throw new ServiceError('CertificateNotFound', `A certificate must be specified for HTTPS listeners: exactly one as default, got ${certificates.length}`);
  const port = wholeNumber(`${TYPE}.Port`, properties['Port'], [1, 65_535]);
  const loadBalancerArn = String(properties['LoadBalancerArn']);
  if ([...service.listeners.values()].some((other) => other.arn !== arn && other.loadBalancerArn === loadBalancerArn && other.port === port)) {
    throw new ServiceError('DuplicateListener', `A listener already exists on this port for this load balancer '${loadBalancerArn}'`);
  }
  const action = readAction(properties['DefaultActions']);
  service.checkTargets(action, loadBalancerArn);
  return { arn, loadBalancerArn, port, protocol, certificateArn: certificates[0]?.['CertificateArn'] as string | undefined, oldestTls: oldestTls(properties['SslPolicy']), defaultAction: action };
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const oldestTls = (policy: unknown): Listener['oldestTls'] => (/TLS13-1-3/.test(String(policy ?? '')) ? 'TLSv1.3' : 'TLSv1.2');
