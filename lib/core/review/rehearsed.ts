import type { Change } from './change';

/** One rehearsal, as far as it says something about the topology that it ran on. */
export interface RehearsalRecord {
  readonly scenario: string;
  readonly outcome: string;
  readonly asExpected: boolean;
  readonly stage: string;
  readonly releases: readonly KnownRelease[];
  /** Topology stacks that were deployed exactly as in an assembly, with the digests of their templates. */
  readonly stacks: readonly { readonly id: string; readonly sha256: string }[];
}

/** A release by its name, and by the SHA-256 of its bundle. */
export interface KnownRelease {
  readonly release: string;
  readonly bundle: string;
}

/** What a rehearsal says about the topology under review; only `proves` counts. */
export type Standing =
  | { readonly kind: 'proves' }
  /** It ran on another topology: these stacks differ, or it deployed none as it is. */
  | { readonly kind: 'other-topology'; readonly stacks: readonly string[] }
  /** What it offered is not what runs today. */
  | { readonly kind: 'other-release'; readonly releases: readonly string[] }
  /** The release did not get to its customers, or not as it had to. */
  | { readonly kind: 'ended-otherwise' };

export interface StageProof {
  readonly stage: string;
  readonly verdict: 'rehearsed' | 'in-part' | 'not-rehearsed';
  readonly rehearsals: readonly { readonly scenario: string; readonly outcome: string; readonly releases: readonly string[]; readonly standing: Standing }[];
  /** Topology stacks that change, and that no rehearsal which counts had as they are. */
  readonly unproven: readonly string[];
}

export interface RehearsedLook {
  readonly changes: readonly Change[];
  readonly rehearsals: readonly RehearsalRecord[];
  /** The digest of each template of the assembly under review, by the id of its stack. */
  readonly digests: ReadonlyMap<string, string>;
  /** What runs today; empty where nobody has said. */
  readonly lastKnownGood: readonly KnownRelease[];
}

/**
 * For each stage whose topology changes: whether a release was rehearsed on that very topology and ended as it had to.
 *
 * Topologies are the same when their templates are, stack by stack. A stack that goes away cannot be rehearsed by itself: that all others
 * were, without it, is the proof.
 */
export function rehearsedOn({ changes, rehearsals, digests, lastKnownGood }: RehearsedLook): readonly StageProof[] {
  const changed = changes.map(({ stack }) => stack).filter(({ axis }) => axis === 'topology');
  return [...new Set(changed.flatMap(({ stage }) => stage ?? []))].map((stage): StageProof => {
    const told = rehearsals.filter((one) => one.stage === stage).map((one) => ({ record: one, standing: standingOf(one, digests, lastKnownGood) }));
    const proven = new Set(told.filter(({ standing }) => standing.kind === 'proves').flatMap(({ record }) => record.stacks.map(({ id }) => id)));
    const ids = [...new Set(changed.filter((stack) => stack.stage === stage).map(({ id }) => id))];
    const unproven = ids.filter((id) => !proven.has(id) && (digests.has(id) || proven.size === 0));
    return {
      stage, unproven, verdict: unproven.length === 0 ? 'rehearsed' : unproven.length < ids.length ? 'in-part' : 'not-rehearsed',
      rehearsals: told.map(({ record: { scenario, outcome, releases }, standing }) => ({ scenario, outcome, releases: releases.map(({ release }) => release), standing })),
    };
  });
}

function standingOf({ outcome, asExpected, releases, stacks }: RehearsalRecord, digests: ReadonlyMap<string, string>, good: readonly KnownRelease[]): Standing {
  const different = stacks.filter(({ id, sha256 }) => digests.get(id) !== sha256).map(({ id }) => id);
  if (stacks.length === 0 || different.length > 0) return { kind: 'other-topology', stacks: different };
  const others = releases.filter((one) => !good.some(({ release, bundle }) => release === one.release && bundle === one.bundle)).map(({ release }) => release);
  if (releases.length === 0 || (good.length > 0 && others.length > 0)) return { kind: 'other-release', releases: others };
  return asExpected && outcome === 'promoted' ? { kind: 'proves' } : { kind: 'ended-otherwise' };
}
