/** What the balancer process is told: always the whole picture, so that a lost or doubled message changes nothing. */
export interface Configuration {
  readonly listeners: readonly ListenerConfiguration[];
  readonly groups: readonly GroupConfiguration[];
}

export interface ListenerConfiguration {
  readonly arn: string;
  readonly loadBalancerArn: string;
  readonly port: number;
  /** Certificate and key in PEM for an HTTPS listener. */
  readonly tls: { readonly certificate: string; readonly key: string } | undefined;
  /** By priority; the listener's default action is the last one and matches everything. */
  readonly rules: readonly RuleConfiguration[];
}

export interface RuleConfiguration {
  readonly paths: readonly string[] | undefined;
  readonly hosts: readonly string[] | undefined;
  readonly action: Action;
}

export type Action =
  | { readonly kind: 'forward'; readonly groups: readonly { readonly arn: string; readonly weight: number }[] }
  | { readonly kind: 'fixed-response'; readonly status: number; readonly contentType: string; readonly body: string }
  | { readonly kind: 'redirect'; readonly status: number; readonly protocol: string; readonly port: string };

export interface GroupConfiguration {
  readonly arn: string;
  readonly health: HealthCheck;
  readonly targets: readonly TargetConfiguration[];
}

export interface TargetConfiguration {
  readonly id: string;
  /** Where the target really listens on this machine. */
  readonly port: number;
  readonly draining: boolean;
}

export interface HealthCheck {
  readonly path: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  /** Status codes such as `200-299,301`. */
  readonly matcher: string;
}

export type ToBalancer =
  | { readonly kind: 'configure'; readonly version: number; readonly configuration: Configuration }
  | { readonly kind: 'start'; readonly seed: number; readonly nodes: number };

export type FromBalancer =
  | { readonly kind: 'ready' }
  /** The configuration is in force: no later request is routed by an older one. */
  | { readonly kind: 'configured'; readonly version: number; readonly listening: Readonly<Record<string, number>> }
  | { readonly kind: 'health'; readonly groupArn: string; readonly targetId: string; readonly healthy: boolean; readonly reason: string }
  | { readonly kind: 'drained'; readonly groupArn: string; readonly targetId: string }
  | { readonly kind: 'served'; readonly served: readonly Served[] };

/** Requests of one moment, added up. */
export interface Served {
  readonly loadBalancerArn: string;
  /** `undefined` when the balancer itself answered. */
  readonly groupArn: string | undefined;
  readonly status: number;
  /** The answer came from a target, not from the balancer. */
  readonly byTarget: boolean;
  /** Wall milliseconds from sending to the target to its first answer; empty for answers of the balancer. */
  readonly latencies: readonly number[];
  readonly count: number;
}
