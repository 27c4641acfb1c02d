import fc from 'fast-check';
import { hashOf } from '../../../lib/core/ledger/chain';
import type { Entry, Fact, SignedEntry } from '../../../lib/core/ledger/fact';
import { verify, type LedgerFinding } from '../../../lib/core/ledger/verify';
import { baked, deployed, ledgerOf, promoted, proofs, recorded, seal, signatureOf, takenBack, verdictOn } from '../../support/ledger';

const expected = { stage: 'production', service: 'api', proofs };
const look = (chain: readonly SignedEntry[], more: Partial<Parameters<typeof verify>[1]> = {}) => verify(chain, { ...expected, ...more });
const brief = (found: readonly LedgerFinding[]) => found.map(({ damage, sequence }) => `${damage} ${sequence}`);

const chain = ledgerOf([recorded(1), promoted(1), deployed(1), baked(1), recorded(2), promoted(2), deployed(2), takenBack(2)]);
const at = (sequence: number): SignedEntry => chain[sequence - 1] as SignedEntry;
const without = (...sequences: readonly number[]) => chain.filter(({ entry }) => !sequences.includes(entry.sequence));
const replaced = (sequence: number, other: SignedEntry) => chain.map((one) => (one.entry.sequence === sequence ? other : one));
/** Somebody changes it, and brings its hash up to date. */
const rewritten = (sequence: number, change: Partial<Entry>, again = (entry: Entry): SignedEntry => ({ ...at(sequence), entry, hash: hashOf(entry, proofs) })) => replaced(sequence, again({ ...at(sequence).entry, ...change }));

test('a ledger as it was written has nothing wrong with it, and neither has an empty one', () => {
  expect(look(chain)).toEqual([]);
  expect(look([])).toEqual([]);
});

test.each<readonly [string, readonly SignedEntry[], readonly string[], RegExp]>([
  ['an entry is removed', without(3), ['missing 3'], /^entry 3 is missing before entry 4 \(baked 2026-11-23-111111111111\): removed$/],
  ['the first two are removed', without(1, 2), ['missing 1'], /^entries 1 to 2 are missing before entry 3/],
  ['two change places', replaced(3, at(4)).map((one, index) => (index === 3 ? at(3) : one)), ['out-of-place 4', 'out-of-place 3'], /^entry 4 .* lies where entry 3 belongs: entries were swapped$/],
  ['one lies there twice', [...chain.slice(0, 3), at(3), ...chain.slice(3)], ['out-of-place 3'], /^entry 3 .* is there a second time, beside entry 3/],
  ['a word in it is changed', replaced(5, { ...at(5), entry: { ...at(5).entry, fact: recorded(2, { clean: false }) } }), ['changed 5'], /^entry 5 \(recorded 2026-11-23-222222222222\) is not what was signed: it was changed afterwards$/],
  ['it is changed, with its hash', rewritten(5, { by: 'somebody' }), ['signature 5', 'previous 6'], /^entry 5 .* has a signature that is not of the build key of production$/],
  ['it is changed and signed again by whoever has the key', rewritten(5, { by: 'somebody' }, seal), ['previous 6'], /^entry 6 .* follows another entry than entry 5 .*: one of the two was written again$/],
  ['CI says that a release has baked', rewritten(8, { fact: baked(2) }, (entry) => seal(entry, 'build')), ['signer 8', 'signature 8'], /^entry 8 .* is signed with the build key of production, and only its verdict key may say "baked"$/],
  ['another stage has signed it', rewritten(8, {}, (entry) => seal(entry, 'verdict', 'staging')), ['signature 8'], /^entry 8 .* not of the verdict key of production$/],
  ['it is of an earlier time than the one before', rewritten(8, { at: '2026-11-22T00:00:00.000Z' }, seal), ['time 8'], /^entry 8 .* is of 2026-11-22T00:00:00.000Z, earlier than entry 7 .* of 2026-11-23T06:00:00.000Z$/],
  ['it belongs to another service', rewritten(8, { service: 'auxiliary' }, seal), ['foreign 8'], /^entry 8 .* is of auxiliary in production, and this is the ledger of api in production$/],
  ['the first names one before it', rewritten(1, { previous: 'a'.repeat(64) }, seal), ['previous 1', 'previous 2'], /^entry 1 .* is the first, and names an entry before it$/],
  ['its verdict was changed', rewritten(6, { fact: promoted(2, { verdict: { ...verdictOn(2), entry: verdictOn(1).entry } }) }, seal), ['verdict 6', 'previous 7'], /^entry 6 .* holds a verdict of staging that is not what was signed there$/],
  ['its verdict is of nobody in staging', rewritten(6, { fact: promoted(2, { verdict: { ...verdictOn(2), signature: 'AAAA' } }) }, seal), ['verdict 6', 'previous 7'], /^entry 6 .* holds a verdict that is not signed by the verdict key of staging$/],
])('when %s, that is found and named', (_, damaged, findings, said) => {
  const found = look(damaged);
  expect(brief(found)).toEqual(findings);
  expect(found[0]?.said).toMatch(said);
});

test('that the newest entries are gone cannot be seen from the others, and is found by whoever has noted the head', () => {
  const head = { sequence: 8, hash: at(8).hash };
  expect(look(without(7, 8))).toEqual([]);
  expect(look(without(7, 8), { head })).toMatchObject([{ damage: 'removed-at-end', sequence: 7, said: 'the ledger ends with entry 6, and entry 8 was there: entries 7 to 8 were removed' }]);
  expect(look([], { head: { sequence: 1, hash: at(1).hash } })).toMatchObject([{ damage: 'removed-at-end', sequence: 1 }]);
  expect(look(chain, { head })).toEqual([]);
  expect(look(chain, { head: { sequence: 5, hash: at(5).hash } })).toEqual([]);
  expect(look(rewritten(8, { by: 'somebody' }, seal))).toEqual([]);
  expect(look(rewritten(8, { by: 'somebody' }, seal), { head })).toMatchObject([{ damage: 'other-head', sequence: 8 }]);
});

test("without another stage's key its verdict is believed of the entry around it; without its own nothing is", () => {
  const knowing = (known: string) => ({ ...proofs, vouches: (owner: { stage: string; signer: 'build' | 'verdict' }, hash: string, signature: string) => (owner.stage === known ? proofs.vouches(owner, hash, signature) : undefined) });
  expect(look(chain, { proofs: knowing('production') })).toEqual([]);
  expect(look(chain, { proofs: knowing('staging') })).toHaveLength(chain.length);
  expect(look(chain, { proofs: knowing('staging') })[0]?.said).toMatch(/cannot be believed: the build key of production cannot be read$/);
});

const facts: fc.Arbitrary<Fact> = fc.integer({ min: 1, max: 9 }).chain((digit) => fc.constantFrom<Fact>(recorded(digit), promoted(digit), deployed(digit), baked(digit), takenBack(digit, { why: `a reason of ${digit}` })));
const chains = fc.array(facts, { minLength: 2, maxLength: 9 }).map((all) => ledgerOf(all));

/** What may happen to one entry of a ledger, and of which entry that is; none of these needs a key. */
const harms: Readonly<Record<string, (chain: readonly SignedEntry[], index: number) => readonly SignedEntry[]>> = {
  remove: (all, index) => all.filter((_, other) => other !== index),
  swap: (all, index) => all.map((one, other) => (other === index ? all[index + 1] : other === index + 1 ? all[index] : one) as SignedEntry),
  repeat: (all, index) => all.flatMap((one, other) => (other === index ? [one, one] : [one])),
  'change a hash': (all, index) => all.map((one, other) => (other === index ? { ...one, hash: 'f'.repeat(64) } : one)),
  'change a signature': (all, index) => all.map((one, other) => (other === index ? { ...one, signature: signatureOf({ stage: 'production', signer: one.signer }, 'another') } : one)),
  'name another signer': (all, index) => all.map((one, other) => (other === index ? { ...one, signer: one.signer === 'build' ? 'verdict' : 'build' } : one)),
  ...Object.fromEntries((['stage', 'service', 'by', 'at', 'previous'] as const).map((member) => [`change ${member}`, (all: readonly SignedEntry[], index: number) => all.map((one, other) =>
    (other === index ? { ...one, entry: { ...one.entry, [member]: member === 'at' ? '2027-01-01T00:00:00Z' : 'f'.repeat(64) } } : one))])),
  'change the release': (all, index) => all.map((one, other) => (other === index ? { ...one, entry: { ...one.entry, fact: { ...one.entry.fact, release: 'other' } } } : one)),
  'change it, and its hash': (all, index) => all.map((one, other) => {
    const entry = { ...one.entry, by: 'somebody' };
    return other === index ? { ...one, entry, hash: hashOf(entry, proofs) } : one;
  }),
};

test.each(Object.entries(harms))('whatever the ledger and the entry, to %s is found, and the entry is named', (_, harm) => {
  fc.assert(fc.property(chains, fc.nat(), (whole, choice) => {
    // The newest is not among them: see above.
    const index = choice % (whole.length - 1);
    const { sequence } = (whole[index] as SignedEntry).entry;
    expect(look(whole)).toEqual([]);
    expect(look(harm(whole, index)).map((one) => one.sequence)).toContain(sequence);
  }), { seed: 1, numRuns: 40 });
});

test('a verifier that does not look at the hash of the entry before misses one that was written and signed again', () => {
  const careless = (all: readonly SignedEntry[]) => look(all).filter(({ damage }) => damage !== 'previous');
  fc.assert(fc.property(chains, fc.nat(), (whole, choice) => {
    const index = choice % (whole.length - 1);
    const again = whole.map((one, other) => (other === index ? seal({ ...one.entry, by: 'whoever has the key' }) : one));
    expect(careless(again)).toEqual([]);
    expect(look(again)).toMatchObject([{ damage: 'previous', said: expect.stringContaining(`entry ${index + 1} (`) }]);
  }), { seed: 2, numRuns: 40 });
});
