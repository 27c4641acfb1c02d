/** What the topology has told its functions, to compare with what is there. */
export interface Expected {
  /** The alarms that take a release back: name to terms, as `spellTerms` has them; none in a group that is made without alarms. */
  readonly alarms: Readonly<Record<string, string>>;
}

/** Everything that is looked at before a release changes anything; whatever is missing is missing here too. */
export interface Inspection {
  readonly group: GroupView;
  /** Of the expected alarms those that exist. */
  readonly alarms: readonly AlarmView[];
  readonly routes: readonly RouteView[];
  /** What serves now. */
  readonly primary: { readonly taskDefinition: string; readonly active: boolean; readonly targetGroup: string } | undefined;
  /** Requests to the target group of what serves now, in the last hours; 0 when there is not even a figure. */
  readonly requests: { readonly count: number; readonly hours: number };
  /** The stacks that the release stands on. */
  readonly stacks: readonly StackView[];
}

/** The deployment group's own guards. */
export interface GroupView {
  readonly alarms: { readonly enabled: boolean; readonly ignorePollAlarmFailure: boolean; readonly names: readonly string[] };
  readonly rollback: { readonly enabled: boolean; readonly events: readonly string[] };
}

export interface AlarmView {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly actionsEnabled: boolean;
  /** When it fires, as `spellTerms` has it. */
  readonly terms: string;
  /** CloudWatch's words for its state. */
  readonly because: string;
}

/** A rule by which a listener sends requests to the pair of target groups. */
export interface RouteView {
  readonly route: 'production' | 'test';
  /** `undefined`: the rule is not there. */
  readonly weights: readonly { readonly targetGroup: string; readonly weight: number }[] | undefined;
}

export interface StackView {
  readonly name: string;
  /** `undefined`: the stack is not there. */
  readonly status: string | undefined;
}
