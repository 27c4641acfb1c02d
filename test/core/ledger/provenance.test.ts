import type { Fact, SignedEntry } from '../../../lib/core/ledger/fact';
import { provenance } from '../../../lib/core/ledger/provenance';
import { a, baked, deployed, ledgerOf, promoted, proofs, recorded, seal, signatureOf, takenBack, verdictOn } from '../../support/ledger';

const production = { stage: 'production', service: 'api', promotesFrom: 'staging', proofs };
const of = (facts: readonly Fact[], place = production) => provenance(a(1), ledgerOf(facts), place);
const name = '2026-11-23-111111111111';

test('what CI has recorded and staging has vouched for may run, whatever became of it before', () => {
  expect(of([recorded(1), promoted(1)])).toEqual([]);
  expect(of([recorded(1), promoted(1), deployed(1), takenBack(1), recorded(2), promoted(2), deployed(2), baked(2)])).toEqual([]);
});

test('in a stage that no other one comes before, what CI has recorded may run', () => {
  const staging = { stage: 'staging', service: 'api', proofs };
  expect(provenance(a(1), ledgerOf([recorded(1)], staging), staging)).toEqual([]);
  expect(provenance(a(1), [], staging)).toEqual([`the release ${name} was never recorded by CI in staging: let CI build it, and record it with changeover release record --stage staging`]);
});

const verdict = verdictOn(1);
test.each<readonly [string, readonly Fact[], readonly (string | RegExp)[]]>([
  ['nobody has recorded', [recorded(2), promoted(2)], [/^the release 2026-11-23-111111111111 was never recorded by CI in production: .* bring it to staging first/, /was never promoted from staging: let it bake there, and run changeover release promote 2026-11-23-111111111111 --from staging --stage production$/]],
  ['has skipped staging', [recorded(1)], [/was never promoted from staging/]],
  ['comes from a dirty tree', [recorded(1, { clean: false }), promoted(1)], [/was recorded from a dirty tree: nobody can say what is in it/]],
  ['has another bundle', [recorded(1, { workload: '2'.repeat(64) }), promoted(1)], [/was recorded with other content: its bundle is 111111111111\.\.\., and the ledger says 222222222222\.\.\./]],
  ['has another image and is dirty', [recorded(1, { image: `@sha256:${'2'.repeat(64)}`, clean: false }), promoted(1)], [/was recorded with other content: its image is @sha256:1+, and the ledger says @sha256:2+/, /dirty tree/]],
  ['was promoted with another image', [recorded(1), promoted(1, { image: '@sha256:2' })], [/was promoted with other content: its image/]],
  ['comes from another stage', [recorded(1), promoted(1, { from: 'dev' })], [/was never promoted from staging/]],
])('a release that %s may not, and every reason is told', (_, facts, reasons) => {
  expect(of(facts)).toEqual(reasons.map((reason) => expect.stringMatching(reason)));
});

test.each<readonly [string, SignedEntry, RegExp]>([
  ['on another release', verdictOn(2), /the verdict of staging is on 2026-11-23-222222222222, and not on 2026-11-23-111111111111/],
  ['on other content', verdictOn(1, baked(1, { image: '@sha256:2' })), /what has baked in staging is not this 2026-11-23-111111111111: its image/],
  ['that it was deployed only', verdictOn(1, deployed(1)), /the verdict of staging on .* does not say that it has baked there, but "deployed"/],
  ['of another stage', ledgerOf([baked(1)], { stage: 'dev' })[0] as SignedEntry, /is of api in dev, and one of api in staging is needed/],
  ['of another service', ledgerOf([baked(1)], { stage: 'staging', service: 'auxiliary' })[0] as SignedEntry, /is of auxiliary in staging, and one of api in staging is needed/],
])('a verdict %s is none', (_, other, reason) => {
  expect(of([recorded(1), promoted(1, { verdict: other })])).toEqual(expect.arrayContaining([expect.stringMatching(reason)]));
});

test("a verdict that CI has signed in staging's name is none", () => {
  const forged = { ...verdict, signature: signatureOf({ stage: 'staging', signer: 'build' }, verdict.hash) };
  expect(of([recorded(1), promoted(1, { verdict: forged })])).toEqual([`the verdict on ${name} is not signed by the verdict key of staging`]);
  expect(of([recorded(2), promoted(2, { verdict: forged }), recorded(1), promoted(1)])).toEqual([]);
});

test("nothing is promoted on a verdict that cannot be checked for want of staging's key", () => {
  const alone = { ...production, proofs: { ...proofs, vouches: (...[owner, ...rest]: Parameters<typeof proofs.vouches>) => (owner.stage === 'staging' ? undefined : proofs.vouches(owner, ...rest)) } };
  expect(of([recorded(1), promoted(1)], alone)).toEqual([`whether staging has signed its verdict on ${name} cannot be told: its public key cannot be read from here`]);
});

test('a ledger that does not hold together proves nothing', () => {
  const chain = ledgerOf([recorded(2), recorded(1), promoted(1)]);
  expect(provenance(a(1), chain.slice(1), production)).toEqual(['the ledger of api in production does not hold together, so nothing in it is believed: entry 1 is missing before entry 2 (recorded 2026-11-23-111111111111): removed; look at changeover releases verify']);
  const laptop = chain.map((one, at) => (at === 1 ? { ...one, signature: 'AAAA' } : at === 2 ? seal(one.entry, 'build', 'laptop') : one));
  expect(provenance(a(1), laptop, production)).toEqual([expect.stringMatching(/entry 2 .* not of the build key of production \(and 1 more\)/)]);
});
