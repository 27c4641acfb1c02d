import type { Configuration, ListenerConfiguration, RuleConfiguration } from './balancer/messages';
import type { Listener, LoadBalancer, Rule, TargetGroup } from './live';

interface Live {
  readonly loadBalancers: ReadonlyMap<string, LoadBalancer>;
  readonly listeners: ReadonlyMap<string, Listener>;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly groups: ReadonlyMap<string, TargetGroup>;
}

/** Certificate and key of an HTTPS listener, in PEM. */
export type TlsFor = (listener: Listener) => { readonly certificate: string; readonly key: string };

/** The whole picture for the balancer process. A listener is served as long as its load balancer is there. */
export function configurationOf(live: Live, tlsFor: TlsFor): Configuration {
  return {
    listeners: [...live.listeners.values()].flatMap((listener): readonly ListenerConfiguration[] => {
      const balancer = live.loadBalancers.get(listener.loadBalancerArn);
      if (balancer === undefined) return [];
      const { arn, loadBalancerArn, port, protocol, oldestTls } = listener;
      const { idleMs, dropsInvalidHeaders, forwardedFor } = balancer.settings;
      const tls = protocol === 'HTTPS' ? { ...tlsFor(listener), oldest: oldestTls } : undefined;
      return [{ arn, loadBalancerArn, port, tls, http: { idleMs, dropsInvalidHeaders, forwardedFor }, rules: rulesOf(listener, [...live.rules.values()]) }];
    }),
    groups: [...live.groups.values()].map(({ arn, health, disturbance, targets }) => ({
      arn, health, disturbance, targets: [...targets.values()].map(({ id, port, state }) => ({ id, port, draining: state === 'draining' })),
    })),
  };
}

function rulesOf(listener: Listener, all: readonly Rule[]): readonly RuleConfiguration[] {
  const own = all.filter(({ listenerArn }) => listenerArn === listener.arn).sort((left, right) => left.priority - right.priority);
  return [
    ...own.map(({ paths, hosts, action }) => ({ paths, hosts, action })),
    { paths: undefined, hosts: undefined, action: listener.defaultAction },
  ];
}
