import type { SignedEntry } from './fact';
import { historyOf, lastKnownGood, lastKnownGoodAt, type ReleaseHistory } from './history';

/** What somebody wants to go back to. */
export type Wanted =
  /** What was good before what customers are on. */
  | { readonly kind: 'last-known-good' }
  | { readonly kind: 'release'; readonly name: string }
  /** What was good at a moment, an ISO instant. */
  | { readonly kind: 'moment'; readonly at: string };

export type Target = { readonly kind: 'found'; readonly release: ReleaseHistory } | { readonly kind: 'none'; readonly why: string };

/** @param live what customers are on; `undefined`: the placeholder */
export function rollbackTarget(wanted: Wanted, chain: readonly SignedEntry[], live: string | undefined): Target {
  const history = historyOf(chain);
  switch (wanted.kind) {
    case 'last-known-good': return found(lastKnownGood(history, live), `no release has baked here${live === undefined ? '' : ` beside ${live}`}: there is nothing that is known to be good`);
    case 'release': return found(history.find(({ artifact }) => artifact.release === wanted.name), `the release ${wanted.name} is not in the ledger: ${known(history)}`);
    case 'moment': {
      // As it is now: it may have been taken back since then.
      const then = lastKnownGoodAt(chain, wanted.at)?.artifact.release;
      return found(history.find(({ artifact }) => artifact.release === then), `no release had baked by ${wanted.at}: ${known(history)}`);
    }
  }
}

const found = (release: ReleaseHistory | undefined, why: string): Target => (release === undefined ? { kind: 'none', why } : { kind: 'found', release });

function known(history: readonly ReleaseHistory[]): string {
  const baked = history.filter((one) => one.baked !== undefined).map(({ artifact }) => artifact.release);
  return baked.length === 0 ? 'none has baked here' : `the newest that have baked are ${baked.slice(-3).toReversed().join(', ')}`;
}
