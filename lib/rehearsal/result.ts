import type { Outcome, StoppedBy } from './scenario';
import type { HookVerdict } from './verdicts';

/** One rehearsed release, as `--json` prints it on one line; `result.schema.json` says the same to a machine. Times are model time. */
export interface Result {
  readonly scenario: string;
  readonly seed: number;
  readonly outcome: Outcome;
  readonly asExpected: boolean;
  /** What was rehearsed on what: the offered releases, and the topology stacks that were deployed exactly as the assembly has them, with the digests of their templates. */
  readonly ran: {
    readonly stage: string;
    readonly releases: readonly { readonly service: string; readonly release: string; readonly bundle: string }[];
    readonly stacks: readonly { readonly id: string; readonly sha256: string }[];
  };
  readonly requests: { readonly sent: number; readonly succeeded: number; readonly failed: number; readonly lost: number };
  /** Customers' requests that the release answered with an error, for whatever reason: in a failover for that of the database. */
  readonly harmed: { readonly total: number; readonly byOperation: Readonly<Record<string, number>> };
  /** What the release did to customers without failing a request: answers that took longer than the stage allows, and answers that its log does not know. */
  readonly answers: { readonly total: number; readonly slow: number; readonly unlogged: number };
  /** `null`: nobody could look, because the stage has no database that the contract says how to ask. */
  readonly writes: { readonly acknowledged: number; readonly missing: number | null; readonly duplicated: number | null };
  /** Changes of the share of customers' traffic that the release had, in percent. */
  readonly traffic: readonly { readonly atSeconds: number; readonly green: number }[];
  readonly stoppedBy: StoppedBy | null;
  /** What the hooks said, and why. */
  readonly verdicts: readonly HookVerdict[];
  readonly seconds: { readonly toFirstShift: number | null; readonly toStop: number | null; readonly toBlue: number | null; readonly total: number };
  readonly wallSeconds: number;
  /** How late customers' requests were sent: within so many wall milliseconds half of them, and 99 %. That is this machine's doing alone. */
  readonly pace: { readonly halfWithinMs: number; readonly mostWithinMs: number };
  readonly deployment: { readonly id: string; readonly status: string } | null;
  readonly rollback: { readonly id: string; readonly status: string } | null;
  /** Alarms that fired, in order. */
  readonly alarms: readonly { readonly name: string; readonly atSeconds: number }[];
  /** What somebody who took every session of the replica got; `null` when nobody did. */
  readonly sessions: { readonly held: number; readonly refused: number } | null;
  /** What became of the release that was offered to another tier at the same moment; `null` when none was. */
  readonly beside: {
    readonly tier: string;
    readonly release: string;
    readonly outcome: Outcome;
    readonly stoppedBy: StoppedBy | null;
    readonly requests: Result['requests'];
    readonly harmed: Result['harmed'];
    /** What acknowledged requests left to workers, and how much of it is nowhere to be found. */
    readonly work: { readonly requested: number; readonly missing: number };
    readonly deployment: Result['deployment'];
    readonly rollback: Result['rollback'];
  } | null;
  /** Alarms of the deployment group that said nothing while customers were harmed, each with the reason. */
  readonly blind: readonly string[];
  /** Calls and connections that the templates do not allow, in AWS's words. */
  readonly refused: readonly string[];
  /** Statements of the workload that read a table of some size without an index. */
  readonly unindexed: readonly string[];
  /** Database roles near their limit of sessions, and pools whose sessions were all at work. */
  readonly crowded: readonly string[];
  readonly coverage: { readonly resources: number; readonly withBehaviour: number; readonly recordedOnly: number };
}
