import type { Fact, Migration } from '../../../lib/core/ledger/fact';
import { historyOf } from '../../../lib/core/ledger/history';
import { wayBackTo, type Live } from '../../../lib/core/ledger/way-back';
import { a, baked, deployed, ledgerOf, recorded, takenBack } from '../../support/ledger';

const first: Migration = { name: '0001-members-and-entries', shape: 'expand' };
const adds: Migration = { name: '0002-add-notes', shape: 'expand' };
const drops: Migration = { name: '0003-drop-notes', shape: 'contract' };
const good = (digit: number, ...more: readonly Migration[]): readonly Fact[] => [recorded(digit, { migrations: [first, ...more] }), deployed(digit), baked(digit)];
const live: Live = { release: a(2).release, topology: '0123456789abcdef', image: 'present' };

function back(facts: readonly Fact[], change: Partial<Live> = {}, to = 1) {
  const chain = ledgerOf(facts);
  const { safe, footings } = wayBackTo(historyOf(chain).find(({ artifact }) => artifact.release === a(to).release)!, chain, { ...live, ...change });
  return { safe, hinders: footings.filter(({ holds }) => holds === false).map(({ said }) => said), footings };
}

test('a release that baked here, on this topology and this database, is safe, and says on what that stands', () => {
  const { safe, footings } = back([...good(1), ...good(2)]);
  expect(safe).toBe(true);
  expect(footings.map(({ about, holds, said }) => `${about} ${holds}: ${said}`)).toEqual([
    'target true: customers are on 2026-11-23-222222222222 now',
    'recorded true: built by CI on 2026-11-22 from commit 111111111111: bundle and image are known',
    'baked true: it baked here last on 2026-11-23 02:00 UTC, with deployment d-111111111',
    'topology true: it baked on this very topology (0123456789abcdef)',
    'migrations true: no migration was applied since it baked',
    'image true: its image @sha256:111111111111... is in the repository',
  ]);
});

test.each<readonly [string, readonly Fact[], Partial<Live>, RegExp]>([
  ['customers are on it', good(1), { release: a(1).release }, /^customers are on 2026-11-23-111111111111 already/],
  ['CI never recorded it', [deployed(1), baked(1)], {}, /^CI never recorded it here/],
  ['its tree was dirty', [recorded(1, { clean: false }), baked(1)], {}, /^built from a dirty tree on commit 111111111111/],
  ['it was only recorded', [recorded(1)], {}, /^it never baked here: nobody knows/],
  ['it was taken back before it had baked', [recorded(1), deployed(1), takenBack(1)], {}, /^it never baked here, it was taken back on 2026-11-23 \(stopped: ALARM_ACTIVE, one is red\)/],
  ['it was taken back after it had baked', [...good(1), takenBack(1)], {}, /^it baked here on 2026-11-23, and later it was taken back/],
  ['the topology is another one', good(1), { topology: 'fedcba9876543210' }, /^it baked on the topology 0123456789abcdef, and fedcba9876543210 runs now: nobody has seen it there; .* say so with --rehearsed$/],
  ['the topology cannot be read', good(1), { topology: undefined }, /^no snapshot of the topology can be read/],
  ['its image is gone', good(1), { image: 'absent' }, /^its image @sha256:111111111111\.\.\. is not in the repository any more/],
  ['a migration took away what it needs', [...good(1), ...good(2, adds, drops)], {}, /^0003-drop-notes \(of 2026-11-23-222222222222\) took away since then what it needs: it cannot run on this database; go forward instead$/],
  ['a release that was taken back has left such a migration', [...good(1), recorded(2, { migrations: [first, drops] }), takenBack(2)], {}, /^0003-drop-notes/],
])('it is not safe when %s', (_, facts, change, said) => {
  const { safe, hinders } = back(facts, change);
  expect(safe).toBe(false);
  expect(hinders).toEqual([expect.stringMatching(said)]);
});

test('every reason is told, not the first alone', () => {
  expect(back([...good(1), ...good(2, drops)], { topology: 'f', image: 'absent', release: a(1).release }).hinders).toHaveLength(4);
});

test.each<readonly [string, readonly Fact[], RegExp]>([
  ['later migrations only add', [...good(1), ...good(2, adds)], /^since it baked only migrations were applied that add to the database: 0002-add-notes \(of 2026-11-23-222222222222\)$/],
  ['it brings the migration itself', [...good(1, drops), ...good(2, drops)], /^no migration was applied/],
  ['it baked when the migration had been applied', [recorded(2, { migrations: [first, drops] }), takenBack(2), ...good(1)], /^no migration was applied/],
  ['the release with the migration was never tried', [...good(1), recorded(2, { migrations: [first, drops] })], /^no migration was applied/],
])('the database does not hinder it when %s', (_, facts, said) => {
  const { safe, footings } = back(facts);
  expect(safe).toBe(true);
  expect(footings.find(({ about }) => about === 'migrations')?.said).toMatch(said);
});

test('an image that nobody could look for does not hinder, for the deployment looks before a customer does', () => {
  expect(back(good(1), { image: 'unknown' })).toMatchObject({ safe: true });
});

test('another topology does not hinder a release that somebody has rehearsed on it', () => {
  const { safe, footings } = back(good(1), { topology: 'fedcba9876543210', rehearsed: true });
  expect(safe).toBe(true);
  expect(footings.find(({ about }) => about === 'topology')).toMatchObject({ holds: 'unknown', said: expect.stringMatching(/on your word it was rehearsed on this one$/) });
});
