import { hashOf, nextEntry, saying, type Saying } from './chain';
import { signerOf, type SignedEntry, type Signer } from './fact';
import type { Proofs } from './proofs';

/** Where the ledger of one service lies. */
export interface Ledger {
  /** All entries in order, as they are now. */
  entries(): Promise<readonly SignedEntry[]>;
  /** Writes an entry where there is none yet. */
  put(signed: SignedEntry): Promise<'written' | 'someone-was-first'>;
}

/** What it takes to vouch for an entry. */
export interface Signing extends Pick<Proofs, 'hash'> {
  /** @returns base64 */
  sign(signer: Signer, hash: string): Promise<string>;
}

/** More than so many others at the very same moment are no accident. */
const MOST_TRIES = 10;

/**
 * Says something at the end of a ledger, unless it has been said there word for word.
 *
 * Another who writes at the same time comes first or second, never over it.
 *
 * @returns the entry that says it, new or not
 * @throws what the ports throw, and Error when others are always first
 */
export async function append(ledger: Ledger, signing: Signing, what: Saying): Promise<SignedEntry> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const chain = await ledger.entries();
    const said = saying(chain, what.fact);
    if (said !== undefined) return said;
    const entry = nextEntry(chain.at(-1), what);
    const signer = signerOf(entry.fact);
    const hash = hashOf(entry, signing);
    const signed: SignedEntry = { entry, hash, signer, signature: await signing.sign(signer, hash) };
    if (await ledger.put(signed) === 'written') return signed;
  }
  throw new Error(`${MOST_TRIES} times somebody else was first to write into the ledger of ${what.service} in ${what.stage}`);
}
