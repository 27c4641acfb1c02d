import type { Millis } from '../core/units';
import type { Fault } from './faults/faulty-build';

/** What can be switched off in a stage, so that a control run shows what it prevents. */
export type Guard = 'alarms' | 'probes' | 'gradual-shift' | 'bake' | 'install-limit' | 'migrations-first' | 'isolation' | 'connection-cap' | 'alarms-of-its-own' | 'preflight' | 'provenance' | 'failover-excuse' | 'failover-witness';

/** Which release is offered. */
export type Offer =
  /** The one in the assembly, as it is. */
  | { readonly kind: 'assembled' }
  /** A build of the service with one file replaced. */
  | { readonly kind: 'faulty-build'; readonly fault: Fault }
  /** The whole service as a laptop would build it, with the settings of another stage inside. */
  | { readonly kind: 'local-build'; readonly guarded: boolean }
  /** The one in the assembly, with an image that no registry has. */
  | { readonly kind: 'not-pushed' };

/** What a rehearsal is told. */
export interface Scenario {
  readonly name: string;
  /** What happens, in one sentence. */
  readonly sentence: string;
  readonly offer: Offer;
  readonly guardsOff: readonly Guard[];
  /** Nobody has written the release into the ledger. @default - it came through the pipeline */
  readonly unrecorded?: true;
  /** How long after the first customers reached the release a person notices and releases the last good one again. */
  readonly noticedAfter: Millis | undefined;
  /** What the balancer does to the new release, where the release is somebody else's program. @default - nothing */
  readonly disturbance?: { readonly kind: 'errors' | 'latency' | 'resets'; readonly share: number };
  /** A database user that takes every session of the replica that it can get, before the release is offered and from then on. @default - nobody */
  readonly exhausts?: string;
  /** The primary fails over in the middle of the shift, while the release has its first customers. @default - it stays */
  readonly failsOver?: true;
  /** An alarm of the service, by the end of its name, that is red for a reason of its own before the release is offered. @default - none is */
  readonly red?: { readonly alarm: string; readonly until: 'the-end' | 'the-release-has-all-customers' };
  /** The release names that alarm as what it ends. @default - it names none */
  readonly fixes?: true;
  /** What is offered to another tier of the stage at the same moment. @default - nothing, and that tier is not even there */
  readonly beside?: BesideScenario;
  /** How many times as fast as on AWS time runs, when nobody says otherwise: less where a machine has more to do, or where it matters what comes first. @default - as any other */
  readonly speed?: number;
  /** How long customers go on coming by after everything has ended. @default - a minute */
  readonly watchedFor?: Millis;
  /** The scenario in which the guard of this one is off and the harm appears; itself, when it is such a control. */
  readonly control: string | undefined;
  readonly expected: Expectation;
}

/** The release of another tier, and how it has to end. */
export interface BesideScenario {
  /** As the stacks name it in the metadata `changeover:stack`. */
  readonly tier: string;
  readonly offer: Offer;
  readonly expected: Pick<Expectation, 'outcome' | 'stoppedBy' | 'harmed'>;
}

/** How a rehearsal has to end. */
export interface Expectation {
  readonly outcome: Outcome;
  readonly stoppedBy: StoppedBy['kind'] | undefined;
  /** `only`: at least one customer was harmed, and all of them in this operation. */
  readonly harmed: { readonly kind: 'none' } | { readonly kind: 'some' } | { readonly kind: 'only'; readonly operation: string } | { readonly kind: 'any' };
  /** Whether acknowledged writes may be missing on the primary. */
  readonly missingWrites: 'none' | 'some';
  /** Whether calls and connections may be refused. @default - 'none': what the templates do not allow is missing in them */
  readonly refusals?: 'none' | 'any';
  /** What else must have been seen. @default - nothing */
  readonly signs?: readonly Sign[];
}

/** Harm, or its absence, that is no error of a request. */
export type Sign =
  /** At least so many percent of the release's answers took longer than the stage allows. */
  | { readonly kind: 'slow-answers'; readonly percent: number }
  /** The release answered customers without a line in its log. */
  | { readonly kind: 'unlogged-answers' }
  /** Whoever took every session that it could get was refused more of them. */
  | { readonly kind: 'sessions-refused' }
  /** Customers of the release before were harmed too. */
  | { readonly kind: 'others-harmed' }
  /** The alarm whose name ends so was red, whether or not anything listened to it. */
  | { readonly kind: 'alarm-raised'; readonly alarm: string }
  /** The reason for which it was stopped holds this text. */
  | { readonly kind: 'because'; readonly text: string }
  /** From the offer to the stop. */
  | { readonly kind: 'stopped-within' | 'stopped-after'; readonly time: Millis };

/** `refused`: stopped before a customer's request reached the release. */
export type Outcome = 'promoted' | 'rolled-back' | 'refused' | 'broken';

export interface StoppedBy {
  readonly kind: 'preflight' | 'hook' | 'alarm' | 'watch' | 'judge' | 'person' | 'timeout';
  readonly name: string;
}
