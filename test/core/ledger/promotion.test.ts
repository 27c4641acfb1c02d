import type { Fact, SignedEntry } from '../../../lib/core/ledger/fact';
import { promotion } from '../../../lib/core/ledger/promotion';
import { provenance } from '../../../lib/core/ledger/provenance';
import { append } from '../../../lib/core/ledger/append';
import { a, baked, deployed, ledgerOf, promoted, proofs, recorded, signatureOf, takenBack } from '../../support/ledger';

const staging = (facts: readonly Fact[]) => ({ stage: 'staging', service: 'api', chain: ledgerOf(facts, { stage: 'staging' }) });
const production = (chain: readonly SignedEntry[] = []) => ({ stage: 'production', service: 'api', chain });
const reasons = (facts: readonly Fact[], to = production()) => {
  const answer = promotion(a(1).release, staging(facts), to, proofs);
  return answer.kind === 'may' ? [] : answer.reasons;
};

test('what has baked in staging is promoted with all that CI has recorded of it, and may run in production then', async () => {
  const answer = promotion(a(1).release, staging([recorded(1), deployed(1), baked(1)]), production(), proofs);
  if (answer.kind !== 'may') throw new Error(answer.reasons.join());
  const chain: SignedEntry[] = [];
  const ledger = { entries: async () => chain, put: async (signed: SignedEntry) => { chain.push(signed); return 'written' as const; } };
  const signing = { ...proofs, sign: async (signer: 'build' | 'verdict', hash: string) => signatureOf({ stage: 'production', signer }, hash) };
  for (const fact of answer.facts) await append(ledger, signing, { stage: 'production', service: 'api', now: '2026-11-24T00:00:00.000Z', by: 'ci', fact });
  expect(chain.map(({ entry: { fact } }) => fact)).toMatchObject([recorded(1), { kind: 'promoted', from: 'staging', verdict: { entry: { stage: 'staging', sequence: 3, fact: baked(1) } } }]);
  expect(provenance(a(1), chain, { stage: 'production', service: 'api', promotesFrom: 'staging', proofs })).toEqual([]);
});

test.each<readonly [string, readonly Fact[], readonly RegExp[]]>([
  ['nobody knows there', [recorded(2), recorded(3)], [/^the release 2026-11-23-111111111111 is not known in staging: the newest are 2026-11-23-333333333333, 2026-11-23-222222222222$/]],
  ['was only recorded', [recorded(1)], [/has not baked in staging yet \(it is recorded\): wait for the end of its bake with changeover wait --stage staging$/]],
  ['bakes', [recorded(1), deployed(1)], [/has not baked in staging yet \(it is deployed\)/]],
  ['was taken back when it was tried again', [recorded(1), deployed(1), baked(1), takenBack(1)], [/was taken back in staging after it had baked there: stopped: ALARM_ACTIVE, one is red$/]],
  ['came from a dirty tree', [recorded(1, { clean: false }), baked(1)], [/was recorded from a dirty tree/]],
  ['CI never recorded', [baked(1)], [/was never recorded by CI in staging/]],
  ['ran with another image than CI recorded', [recorded(1), baked(1, { image: a(2).image })], [/what ran in staging under the name .* is not what CI recorded: its image/]],
])('a release that %s is not promoted', (_, facts, expected) => {
  expect(reasons(facts)).toEqual(expected.map((one) => expect.stringMatching(one)));
});

test('a name that means something else in production is not promoted', () => {
  expect(reasons([recorded(1), baked(1)], production(ledgerOf([recorded(1, { image: a(2).image })])))).toEqual([expect.stringMatching(/is in the ledger of production with other content: its image/)]);
});

test('from or into a ledger that does not hold together nothing is promoted', () => {
  const whole = staging([recorded(1), deployed(1), baked(1)]);
  expect(promotion(a(1).release, { ...whole, chain: whole.chain.slice(1) }, production(ledgerOf([recorded(2), promoted(2)]).slice(1)), proofs)).toEqual({ kind: 'may-not', reasons: [
    expect.stringMatching(/^the ledger of api in staging does not hold together: entry 1 is missing.*changeover releases verify --stage staging$/),
    expect.stringMatching(/^the ledger of api in production does not hold together: entry 1 is missing/),
  ] });
});
