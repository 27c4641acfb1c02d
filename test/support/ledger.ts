import { createHash } from 'node:crypto';
import { hashOf, nextEntry } from '../../lib/core/ledger/chain';
import { signerOf, type Artifact, type Baked, type Deployed, type Entry, type Fact, type Promoted, type Recorded, type SignedEntry, type Signer, type TakenBack } from '../../lib/core/ledger/fact';
import type { KeyOwner, Proofs } from '../../lib/core/ledger/proofs';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** As nobody but the owner could make it; base64. */
export const signatureOf = ({ stage, signer }: KeyOwner, signed: string): string => Buffer.from(hash(`${stage} ${signer} ${signed}`), 'hex').toString('base64');

/** Knows the keys of every stage. */
export const proofs: Proofs = { hash, vouches: (owner, signed, signature) => signature === signatureOf(owner, signed) };

/** Signs an entry, with the key that is due or with another one. */
export function seal(entry: Entry, signer: Signer = signerOf(entry.fact), stage = entry.stage): SignedEntry {
  const digest = hashOf(entry, proofs);
  return { entry, hash: digest, signer, signature: signatureOf({ stage, signer }, digest) };
}

/** A ledger that says `facts`, an hour apart. */
export function ledgerOf(facts: readonly Fact[], { stage = 'production', service = 'api' } = {}): readonly SignedEntry[] {
  return facts.reduce<readonly SignedEntry[]>((chain, fact) => [...chain, seal(nextEntry(chain.at(-1), {
    stage, service, fact, by: `arn:aws:sts::222222222222:assumed-role/${stage}-delivery/ci`, now: new Date(Date.parse('2026-11-23T00:00:00Z') + chain.length * 3_600_000).toISOString(),
  }))], []);
}

/** The release of a digit: `a(1)` is `2026-11-23-111111111111`. */
export const a = (digit: number | string): Artifact => ({ release: `2026-11-23-${String(digit).repeat(12)}`, workload: String(digit).repeat(64), image: `@sha256:${String(digit).repeat(64)}` });

export const recorded = (digit: number | string, more: Partial<Recorded> = {}): Recorded => ({
  kind: 'recorded', ...a(digit), commit: String(digit).repeat(40), clean: true, builder: 'arn:aws:sts::222222222222:assumed-role/production-delivery/ci', builtAt: '2026-11-22T10:00:00Z',
  migrations: [{ name: '0001-members-and-entries', shape: 'expand' }], ...more,
});
const ran = (digit: number | string) => ({ ...a(digit), deployment: `d-${String(digit).repeat(9)}`, taskDefinition: `arn:aws:ecs:ap-northeast-2:222222222222:task-definition/production-api:${digit}`, topology: '0123456789abcdef' });
export const deployed = (digit: number | string, more: Partial<Deployed> = {}): Deployed => ({ kind: 'deployed', ...ran(digit), ...more });
export const baked = (digit: number | string, more: Partial<Baked> = {}): Baked => ({ kind: 'baked', ...ran(digit), ...more });
export const takenBack = (digit: number | string, more: Partial<TakenBack> = {}): TakenBack => ({ kind: 'taken-back', ...a(digit), deployment: `d-${String(digit).repeat(9)}`, why: 'stopped: ALARM_ACTIVE, one is red', ...more });

/** Staging's signed word that a release has baked there. */
export const verdictOn = (digit: number | string, fact: Fact = baked(digit)): SignedEntry => ledgerOf([fact], { stage: 'staging' })[0] as SignedEntry;
export const promoted = (digit: number | string, more: Partial<Promoted> = {}): Promoted => ({ kind: 'promoted', ...a(digit), from: 'staging', verdict: verdictOn(digit), ...more });
