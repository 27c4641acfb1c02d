import type { Configuration, RuleConfiguration } from './balancer/messages';
import type { Listener, Rule, TargetGroup } from './live';

interface Live {
  readonly listeners: ReadonlyMap<string, Listener>;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly groups: ReadonlyMap<string, TargetGroup>;
}

/** The whole picture for the balancer process. */
export function configurationOf(live: Live, tlsFor: (listener: Listener) => { readonly certificate: string; readonly key: string }): Configuration {
  return {
    listeners: [...live.listeners.values()].map((listener) => ({
      arn: listener.arn, loadBalancerArn: listener.loadBalancerArn, port: listener.port,
      tls: listener.protocol === 'HTTPS' ? tlsFor(listener) : undefined,
      rules: rulesOf(listener, [...live.rules.values()]),
    })),
    groups: [...live.groups.values()].map(({ arn, health, targets }) => ({
      arn, health, targets: [...targets.values()].map(({ id, port, state }) => ({ id, port, draining: state === 'draining' })),
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
