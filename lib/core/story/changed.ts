import { historyOf } from '../ledger/history';
import type { SignedEntry } from '../ledger/fact';
import type { Changed } from './story';

/** In what two releases differ, as their ledger says. */
export function changedBetween(chain: readonly SignedEntry[], release: string | undefined, before: string | undefined): Changed {
  const history = historyOf(chain);
  const [to, from] = [release, before].map((name) => history.find(({ artifact }) => artifact.release === name));
  if (to?.recorded === undefined) return { kind: 'unknown', why: `the ledger does not know ${release ?? 'a release without a name'}` };
  const known = new Set(from?.recorded?.fact.migrations.map(({ name }) => name));
  return {
    kind: 'told',
    commits: from?.recorded && [from.recorded.fact.commit, to.recorded.fact.commit],
    images: from && [from.artifact.image, to.artifact.image],
    migrations: to.recorded.fact.migrations.filter(({ name }) => !known.has(name)),
  };
}
