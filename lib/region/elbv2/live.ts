import type { Target } from '../network/attached';
import type { Place } from '../place';
import type { Action, HealthCheck, HttpConfiguration } from './balancer/messages';
import type { Disturbance } from './balancer/disturbance';
import type { RegisteredTarget } from './registered-target';

/** What exists in Elastic Load Balancing, as it is now: CodeDeploy changes actions that a template once set. */
export interface LoadBalancer {
  readonly arn: string;
  readonly name: string;
  readonly dnsName: string;
  readonly place: Place;
  /** `app/<name>/<id>`, the dimension of its metrics. */
  readonly dimension: string;
  settings: LoadBalancerSettings;
  /** Its nodes' interfaces, and whether its name leads to public addresses. */
  target: Target;
}

export interface LoadBalancerSettings extends HttpConfiguration {
  readonly protectedFromDeletion: boolean;
}

export interface Listener {
  readonly arn: string;
  readonly loadBalancerArn: string;
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly certificateArn: string | undefined;
  readonly oldestTls: 'TLSv1.2' | 'TLSv1.3';
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
  readonly health: HealthCheck;
  readonly deregistrationDelayMs: number;
  readonly targets: Map<string, RegisteredTarget>;
  /** Only in a rehearsal. @default - answers are left alone */
  readonly disturbance?: Disturbance;
}

export type RoutingAction = Action;

export interface Weighted {
  readonly arn: string;
  readonly weight: number;
}

export const actionOf = (holder: Listener | Rule): RoutingAction => ('priority' in holder ? holder.action : holder.defaultAction);

export const forwards = (action: RoutingAction, groupArn: string): boolean => action.kind === 'forward' && action.groups.some(({ arn }) => arn === groupArn);
