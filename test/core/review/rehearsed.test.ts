import type { Change, ReviewedStack } from '../../../lib/core/review/change';
import { type RehearsalRecord, rehearsedOn, type RehearsedLook } from '../../../lib/core/review/rehearsed';

const change = (id: string, axis: 'topology' | 'release' = 'topology', stage = 'production'): Change => {
  const stack: ReviewedStack = { id, account: '1', region: 'r', axis, stage, tier: 'api', template: { Resources: {} }, terminationProtection: true, acknowledged: {}, paths: {} };
  return { stack, logicalId: 'X', path: 'X', type: 'T', fate: 'updated', differences: [], replacedBecauseOf: [], before: undefined, after: undefined };
};

const good = { release: 'good', bundle: 'a' };
const record: RehearsalRecord = { scenario: 'healthy', outcome: 'promoted', asExpected: true, stage: 'production', releases: [good], stacks: [{ id: 'Network', sha256: '1' }, { id: 'Api', sha256: '2' }] };
const look: RehearsedLook = { changes: [change('Api')], rehearsals: [record], digests: new Map([['Network', '1'], ['Api', '2'], ['Boards', '3']]), lastKnownGood: [good] };
const proof = (more: Partial<RehearsedLook>) => rehearsedOn({ ...look, ...more })[0];

test('a release that ended as it had to, on every stack as it is, is the proof', () => {
  expect(proof({})).toEqual({ stage: 'production', verdict: 'rehearsed', unproven: [], rehearsals: [{ scenario: 'healthy', outcome: 'promoted', releases: ['good'], standing: { kind: 'proves' } }] });
});

test.each<[string, Partial<RehearsedLook>, object, string]>([
  ['nobody has rehearsed', { rehearsals: [] }, {}, 'not-rehearsed'],
  ['a stack beneath is another', { rehearsals: [{ ...record, stacks: [{ id: 'Network', sha256: '9' }, { id: 'Api', sha256: '2' }] }] }, { kind: 'other-topology', stacks: ['Network'] }, 'not-rehearsed'],
  ['a stack was there that is gone', { rehearsals: [{ ...record, stacks: [...record.stacks, { id: 'Gone', sha256: '4' }] }] }, { kind: 'other-topology', stacks: ['Gone'] }, 'not-rehearsed'],
  ['a guard was off, so that no stack was as it is', { rehearsals: [{ ...record, stacks: [] }] }, { kind: 'other-topology', stacks: [] }, 'not-rehearsed'],
  ['the release was taken back', { rehearsals: [{ ...record, outcome: 'rolled-back' }] }, { kind: 'ended-otherwise' }, 'not-rehearsed'],
  ['somebody was harmed', { rehearsals: [{ ...record, asExpected: false }] }, { kind: 'ended-otherwise' }, 'not-rehearsed'],
  ['another release was offered', { rehearsals: [{ ...record, releases: [{ release: 'new', bundle: 'a' }] }] }, { kind: 'other-release', releases: ['new'] }, 'not-rehearsed'],
  ['another build of that name was offered', { rehearsals: [{ ...record, releases: [{ release: 'good', bundle: 'b' }] }] }, { kind: 'other-release', releases: ['good'] }, 'not-rehearsed'],
  ['no release is known by name', { lastKnownGood: [], rehearsals: [{ ...record, releases: [] }] }, { kind: 'other-release', releases: [] }, 'not-rehearsed'],
  ['nobody has said what runs today', { lastKnownGood: [] }, { kind: 'proves' }, 'rehearsed'],
])('%s', (_, more, standing, verdict) => {
  const found = proof(more);
  expect(found?.verdict).toBe(verdict);
  expect(found?.rehearsals.map((one) => one.standing)).toEqual(Object.keys(standing).length === 0 ? [] : [standing]);
  expect(found?.unproven).toEqual(verdict === 'rehearsed' ? [] : ['Api']);
});

test('a stack that changes and that no rehearsal deploys is named', () => {
  expect(proof({ changes: [change('Api'), change('Boards')] })).toMatchObject({ verdict: 'in-part', unproven: ['Boards'] });
});

test('a stack that goes away is proven by all others without it', () => {
  const changes = [change('Gone')];
  expect(proof({ changes })).toMatchObject({ verdict: 'rehearsed' });
  expect(proof({ changes, rehearsals: [] })).toMatchObject({ verdict: 'not-rehearsed', unproven: ['Gone'] });
});

test('each stage for itself, and releases are no topology', () => {
  expect(rehearsedOn({ ...look, changes: [change('Api'), change('S-Api', 'topology', 'staging')] }).map(({ stage, verdict }) => [stage, verdict])).toEqual([['production', 'rehearsed'], ['staging', 'not-rehearsed']]);
  expect(rehearsedOn({ ...look, changes: [change('ApiRelease', 'release')] })).toEqual([]);
});
