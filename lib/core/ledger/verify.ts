import { hashOf, NOTHING_BEFORE } from './chain';
import { signerOf, type SignedEntry } from './fact';
import type { KeyOwner, Proofs } from './proofs';

export type Damage = 'missing' | 'out-of-place' | 'changed' | 'previous' | 'signer' | 'signature' | 'time' | 'foreign' | 'verdict' | 'removed-at-end' | 'other-head';

/** One thing that is wrong with a ledger. */
export interface LedgerFinding {
  readonly damage: Damage;
  /** Of the entry that it is about; for what is missing, of the first entry that is. */
  readonly sequence: number;
  /** The release that the entry speaks of; `undefined` when the entry is missing. */
  readonly release: string | undefined;
  /** What was found, naming the entry. */
  readonly said: string;
}

/** The newest entry as somebody has noted it, outside of the ledger. */
export interface Head {
  readonly sequence: number;
  readonly hash: string;
}

export interface Expectation {
  readonly stage: string;
  readonly service: string;
  readonly proofs: Proofs;
  /** @default - nobody has noted any: whether the newest entries were removed cannot be told from the others */
  readonly head?: Head | undefined;
}

/**
 * Everything that is wrong with a ledger; nothing: every entry is as it was written, by whom it had to be, and none of those before the
 * newest is missing.
 *
 * @param chain in the order in which the entries lie
 */
export function verify(chain: readonly SignedEntry[], expected: Expectation): readonly LedgerFinding[] {
  const inOrder = chain.toSorted((one, other) => one.entry.sequence - other.entry.sequence);
  return [
    ...missing(inOrder),
    ...chain.flatMap((signed, at) => [...placed(signed, at, chain, inOrder), ...linked(signed, inOrder), ...authentic(signed, expected)]),
    ...ends(inOrder, expected.head),
  ];
}

const naming = ({ entry }: SignedEntry): string => `entry ${entry.sequence} (${entry.fact.kind} ${entry.fact.release})`;

const finding = (damage: Damage, signed: SignedEntry, said: string): LedgerFinding =>
  ({ damage, sequence: signed.entry.sequence, release: signed.entry.fact.release, said: `${naming(signed)} ${said}` });

/** From 1, without gaps. */
function missing(inOrder: readonly SignedEntry[]): readonly LedgerFinding[] {
  return inOrder.flatMap((signed, at) => {
    const first = (inOrder[at - 1]?.entry.sequence ?? 0) + 1;
    const last = signed.entry.sequence - 1;
    return last < first ? [] : [{ damage: 'missing', sequence: first, release: undefined, said: `${first === last ? `entry ${first} is` : `entries ${first} to ${last} are`} missing before ${naming(signed)}: removed` }];
  });
}

function placed(signed: SignedEntry, at: number, chain: readonly SignedEntry[], inOrder: readonly SignedEntry[]): readonly LedgerFinding[] {
  const { sequence } = signed.entry;
  const first = chain.findIndex(({ entry }) => entry.sequence === sequence);
  if (first !== at) return [finding('out-of-place', signed, `is there a second time, beside ${naming(chain[first] as SignedEntry)}`)];
  const there = inOrder[at]?.entry.sequence;
  return there === sequence ? [] : [finding('out-of-place', signed, `lies where entry ${there} belongs: entries were swapped`)];
}

/** Each names the hash of the entry before it; where that one is missing there is nothing to compare with. */
function linked(signed: SignedEntry, inOrder: readonly SignedEntry[]): readonly LedgerFinding[] {
  const { entry } = signed;
  const before = inOrder.find((one) => one.entry.sequence === entry.sequence - 1);
  if (before === undefined) return entry.sequence > 1 || entry.previous === NOTHING_BEFORE ? [] : [finding('previous', signed, 'is the first, and names an entry before it')];
  return [
    ...(entry.previous === before.hash ? [] : [finding('previous', signed, `follows another entry than ${naming(before)}, which is there now: one of the two was written again`)]),
    ...(Date.parse(entry.at) < Date.parse(before.entry.at) ? [finding('time', signed, `is of ${entry.at}, earlier than ${naming(before)} of ${before.entry.at}`)] : []),
  ];
}

/** What one entry says of itself. */
export function authentic(signed: SignedEntry, { stage, service, proofs }: Pick<Expectation, 'stage' | 'service' | 'proofs'>): readonly LedgerFinding[] {
  const { entry, hash, signer } = signed;
  const due = signerOf(entry.fact);
  return [
    ...(entry.stage === stage && entry.service === service ? [] : [finding('foreign', signed, `is of ${entry.service} in ${entry.stage}, and this is the ledger of ${service} in ${stage}`)]),
    ...(hashOf(entry, proofs) === hash ? [] : [finding('changed', signed, 'is not what was signed: it was changed afterwards')]),
    ...(signer === due ? [] : [finding('signer', signed, `is signed with the ${signer} key of ${stage}, and only its ${due} key may say "${entry.fact.kind}"`)]),
    ...signature(signed, { stage, signer: due }, proofs),
    ...verdict(signed, proofs),
  ];
}

function signature(signed: SignedEntry, owner: KeyOwner, proofs: Proofs): readonly LedgerFinding[] {
  switch (proofs.vouches(owner, signed.hash, signed.signature)) {
    case true: return [];
    case false: return [finding('signature', signed, `has a signature that is not of the ${owner.signer} key of ${owner.stage}`)];
    case undefined: return [finding('signature', signed, `cannot be believed: the ${owner.signer} key of ${owner.stage} cannot be read`)];
  }
}

/** What another stage has said has to be as it was said there; without its key nobody can tell, and the entry around it vouches for it. */
function verdict(signed: SignedEntry, proofs: Proofs): readonly LedgerFinding[] {
  const { fact } = signed.entry;
  if (fact.kind !== 'promoted') return [];
  const { entry, hash, signature } = fact.verdict;
  if (hashOf(entry, proofs) !== hash) return [finding('verdict', signed, `holds a verdict of ${fact.from} that is not what was signed there`)];
  return proofs.vouches({ stage: fact.from, signer: 'verdict' }, hash, signature) === false ? [finding('verdict', signed, `holds a verdict that is not signed by the verdict key of ${fact.from}`)] : [];
}

/** The newest entries can be taken away without a trace in the others. */
function ends(inOrder: readonly SignedEntry[], head: Head | undefined): readonly LedgerFinding[] {
  if (head === undefined) return [];
  const there = inOrder.find(({ entry }) => entry.sequence === head.sequence);
  if (there === undefined) {
    const last = inOrder.at(-1)?.entry.sequence ?? 0;
    return head.sequence <= last ? [] : [{ damage: 'removed-at-end', sequence: last + 1, release: undefined, said: `the ledger ends with entry ${last}, and entry ${head.sequence} was there: ${last + 1 === head.sequence ? 'it was' : `entries ${last + 1} to ${head.sequence} were`} removed` }];
  }
  return there.hash === head.hash ? [] : [finding('other-head', there, `is not the one that was noted: its hash is ${there.hash.slice(0, 12)}..., noted was ${head.hash.slice(0, 12)}...`)];
}
