import type { Millis } from '../core/units';

/** What can be switched off in a stage, so that a control run shows what it prevents. */
export type Guard = 'alarms' | 'probes' | 'gradual-shift';

/** Which release is offered. */
export type Offer =
  /** The one in the assembly, as it is. */
  | { readonly kind: 'assembled' }
  /** A build of the service with one file replaced. */
  | { readonly kind: 'routing-fault' }
  | { readonly kind: 'local-build'; readonly guarded: boolean };

/** What a rehearsal is told. */
export interface Scenario {
  readonly name: string;
  /** What happens, in one sentence. */
  readonly sentence: string;
  readonly offer: Offer;
  readonly guardsOff: readonly Guard[];
  /** How long after the first customers reached the release a person notices and releases the last good one again. */
  readonly noticedAfter: Millis | undefined;
  /** The scenario in which the guard of this one is off and the harm appears; itself, when it is such a control. */
  readonly control: string | undefined;
  readonly expected: Expectation;
}

/** How a rehearsal has to end. */
export interface Expectation {
  readonly outcome: Outcome;
  readonly stoppedBy: StoppedBy['kind'] | undefined;
  /** `only`: at least one customer was harmed, and all of them in this operation. */
  readonly harmed: { readonly kind: 'none' } | { readonly kind: 'only'; readonly operation: string } | { readonly kind: 'any' };
  /** Whether acknowledged writes may be missing on the primary. */
  readonly missingWrites: 'none' | 'some';
}

/** `refused`: stopped before a customer's request reached the release. */
export type Outcome = 'promoted' | 'rolled-back' | 'refused' | 'broken';

export interface StoppedBy {
  readonly kind: 'preflight' | 'hook' | 'alarm' | 'watch' | 'judge' | 'person' | 'timeout';
  readonly name: string;
}
