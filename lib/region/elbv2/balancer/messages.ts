import type { Disturbance } from './disturbance';

/** What the balancer process is told: always the whole picture, so that a lost or doubled message changes nothing. */
export interface Configuration {
  readonly listeners: readonly ListenerConfiguration[];
  readonly groups: readonly GroupConfiguration[];
}

export interface ListenerConfiguration {
  readonly arn: string;
  readonly loadBalancerArn: string;
  readonly port: number;
  /** The real port that it had before. @default - one that the system chooses */
  readonly actual?: number | undefined;
  readonly tls: TlsConfiguration | undefined;
  readonly http: HttpConfiguration;
  /** By priority; the listener's default action is the last one and matches everything. */
  readonly rules: readonly RuleConfiguration[];
}

/** Certificate and key in PEM, and the oldest version of TLS that the listener's policy allows. */
export interface TlsConfiguration {
  readonly certificate: string;
  readonly key: string;
  readonly oldest: 'TLSv1.2' | 'TLSv1.3';
}

/** Attributes of the load balancer that change what it does with a request. */
export interface HttpConfiguration {
  /** Wall time without a byte in either direction after which a connection counts as idle. */
  readonly idleMs: number;
  /** Headers with other characters than letters, digits and dashes in their name are removed. */
  readonly dropsInvalidHeaders: boolean;
  readonly forwardedFor: 'append' | 'preserve' | 'remove';
}

export interface RuleConfiguration {
  readonly paths: readonly string[] | undefined;
  readonly hosts: readonly string[] | undefined;
  readonly action: Action;
}

export type Action =
  | { readonly kind: 'forward'; readonly groups: readonly { readonly arn: string; readonly weight: number }[] }
  | { readonly kind: 'fixed-response'; readonly status: number; readonly contentType: string; readonly body: string }
  | Redirect;

/** The parts of the new address; each may hold `#{protocol}`, `#{host}`, `#{port}`, `#{path}` and `#{query}`. */
export interface Redirect {
  readonly kind: 'redirect';
  readonly status: 301 | 302;
  readonly protocol: string;
  readonly host: string;
  readonly port: string;
  readonly path: string;
  readonly query: string;
}

export interface GroupConfiguration {
  readonly arn: string;
  readonly health: HealthCheck;
  readonly targets: readonly TargetConfiguration[];
  readonly disturbance?: Disturbance | undefined;
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
  | { readonly kind: 'not-configured'; readonly version: number; readonly why: string }
  /** What one node of the balancer thinks of a target; told when it changes. */
  | { readonly kind: 'health'; readonly groupArn: string; readonly targetId: string; readonly node: number; readonly healthy: boolean; readonly reason: string }
  | { readonly kind: 'drained'; readonly groupArn: string; readonly targetId: string }
  | { readonly kind: 'served'; readonly served: readonly Served[] };

/** Requests of one moment that ended alike, added up. */
export interface Served {
  readonly loadBalancerArn: string;
  readonly ending: Ending;
  /** Wall milliseconds from sending to the target to the head of its answer; empty where a target gave none. */
  readonly latencies: readonly number[];
  readonly count: number;
}

export type Ending =
  | { readonly kind: 'answered'; readonly groupArn: string; readonly status: number }
  /** A target was chosen, but the status is the balancer's own: 460, 502 or 504. */
  | { readonly kind: 'failed'; readonly groupArn: string; readonly status: number; readonly connected: boolean }
  | { readonly kind: 'own'; readonly status: number; readonly by: 'fixed-response' | 'redirect' | 'nobody' }
  /** A client that did not get through the TLS handshake. */
  | { readonly kind: 'no-session' };
