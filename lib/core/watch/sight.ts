import type { AlarmView, GroupView } from '../release/inspection';

/** What a sweep sees of one service. It knows nothing of the sweep before it. */
export interface Sight extends RoutingSight {
  readonly scaling: ScalingSight;
  readonly group: GroupView;
  /** Of the expected alarms those that exist. */
  readonly alarms: readonly WatchedAlarm[];
}

/** What decides where customers go. */
export interface RoutingSight {
  readonly deployment: DeploymentSight;
  /** The task set that serves; `undefined`: the service has none. */
  readonly primary: { readonly targetGroup: string; readonly desired: number } | undefined;
  readonly routes: readonly RouteSight[];
}

export type DeploymentSight =
  | { readonly kind: 'none' }
  /** Its bake included: until it has ended it can be taken back. */
  | { readonly kind: 'active'; readonly id: string }
  /** It ended early a moment ago, and CodeDeploy may not have begun to put things back. */
  | { readonly kind: 'settling'; readonly id: string };

export interface RouteSight {
  readonly route: 'production' | 'test';
  readonly shape: RuleShape;
}

/** Where a rule sends requests, as far as it still is the rule that was deployed. */
export type RuleShape =
  | { readonly kind: 'gone' }
  | { readonly kind: 'strange'; readonly how: string }
  | { readonly kind: 'forwards'; readonly weights: Weights };

export type Weights = readonly { readonly targetGroup: string; readonly weight: number }[];

/** What of scaling is suspended; `undefined`: nothing scales the service. */
export type ScalingSight = Suspension | undefined;

export interface Suspension {
  readonly scaleIn: boolean;
  readonly scaleOut: boolean;
  readonly scheduled: boolean;
}

export interface WatchedAlarm extends Pick<AlarmView, 'name' | 'actionsEnabled'> {
  /** As `spellTerms` has it. */
  readonly terms: string;
}

/** The two target groups of a service, by their ARNs. */
export type Pair = readonly [string, string];
