import type { Place } from '../place';

/** What exists in Elastic Load Balancing, as it is now: CodeDeploy changes actions that a template once set. */
export interface LoadBalancer {
  readonly arn: string;
  readonly name: string;
  readonly dnsName: string;
  readonly place: Place;
  /** `app/<name>/<id>`, the dimension of its metrics. */
  readonly dimension: string;
}

export interface Listener {
  readonly arn: string;
  readonly loadBalancerArn: string;
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly certificateArn: string | undefined;
  defaultAction: RoutingAction;
}

export interface Rule {
  readonly arn: string;
  readonly listenerArn: string;
  readonly priority: number;
  readonly paths: readonly string[] | undefined;
  readonly hosts: readonly string[] | undefined;
  action: RoutingAction;
}

export interface TargetGroup {
  readonly arn: string;
  readonly name: string;
  readonly place: Place;
  /** `targetgroup/<name>/<id>`, the dimension of its metrics. */
  readonly dimension: string;
  readonly port: number;
  readonly health: { readonly path: string; readonly intervalMs: number; readonly timeoutMs: number; readonly healthyThreshold: number; readonly unhealthyThreshold: number; readonly matcher: string };
  readonly deregistrationDelayMs: number;
  readonly targets: Map<string, RegisteredTarget>;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html */
export type TargetState = 'initial' | 'healthy' | 'unhealthy' | 'draining';

export interface RegisteredTarget {
  readonly id: string;
  /** Where it listens on this machine. */
  readonly port: number;
  state: TargetState;
  reason: string;
}

export type RoutingAction =
  | { readonly kind: 'forward'; readonly groups: readonly Weighted[] }
  | { readonly kind: 'fixed-response'; readonly status: number; readonly contentType: string; readonly body: string }
  | { readonly kind: 'redirect'; readonly status: number; readonly protocol: string; readonly port: string };

export interface Weighted {
  readonly arn: string;
  readonly weight: number;
}
