import type { ReleaseHistory } from '../core/ledger/history';
import { lastKnownGood } from '../core/ledger/history';
import type { LedgerFinding } from '../core/ledger/verify';
import type { ReleasesView } from '../report/releases-report';

/** The answer of `changeover releases --json`, as `releases.schema.json` says: newest first, `null` where there is no value. */
export const releasesJson = ({ stage, service, history, head }: ReleasesView): object => ({
  stage, service, head: head ?? null, lastKnownGood: lastKnownGood(history)?.artifact.release ?? null, releases: history.toReversed().map(releaseJson),
});

function releaseJson({ artifact, recorded, deployed, baked, takenBack, now }: ReleaseHistory): object {
  return {
    ...artifact, now: now.fact.kind, since: now.at,
    recorded: recorded === undefined ? null : { at: recorded.at, commit: recorded.fact.commit, clean: recorded.fact.clean, builder: recorded.fact.builder, builtAt: recorded.fact.builtAt, migrations: recorded.fact.migrations },
    deployed: deployed === undefined ? null : { at: deployed.at, deployment: deployed.fact.deployment, topology: deployed.fact.topology },
    baked: baked === undefined ? null : { at: baked.at, deployment: baked.fact.deployment, topology: baked.fact.topology },
    takenBack: takenBack === undefined ? null : { at: takenBack.at, deployment: takenBack.fact.deployment, why: takenBack.fact.why },
  };
}

/** What `changeover releases verify --json` answers, as `verified.schema.json` says. */
export interface Verified {
  readonly stage: string;
  readonly service: string;
  readonly entries: number;
  readonly head: string | undefined;
  readonly findings: readonly LedgerFinding[];
  /** Stages whose verdicts could not be checked for want of their key. */
  readonly unchecked: readonly string[];
}

export const verifiedJson = ({ stage, service, entries, head, findings, unchecked }: Verified): object => ({
  stage, service, holds: findings.length === 0, entries, head: head ?? null,
  findings: findings.map(({ damage, sequence, release, said }) => ({ damage, sequence, release: release ?? null, said })), unchecked,
});
