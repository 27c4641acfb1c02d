import type { Fact } from '../../../lib/core/ledger/fact';
import { rollbackTarget, type Wanted } from '../../../lib/core/ledger/rollback-target';
import { a, baked, deployed, ledgerOf, recorded, takenBack } from '../../support/ledger';

const good = (digit: number): readonly Fact[] => [recorded(digit), deployed(digit), baked(digit)];
const chain = ledgerOf([...good(1), ...good(2), recorded(3), takenBack(3)]);
const target = (wanted: Wanted, live: number | undefined = 2) => {
  const answer = rollbackTarget(wanted, chain, live === undefined ? undefined : a(live).release);
  return answer.kind === 'found' ? answer.release.artifact.release : answer.why;
};

test('without a name it is what was good before what customers are on', () => {
  expect(target({ kind: 'last-known-good' })).toBe(a(1).release);
  expect(target({ kind: 'last-known-good' }, 3)).toBe(a(2).release);
  expect(rollbackTarget({ kind: 'last-known-good' }, ledgerOf(good(1)), a(1).release)).toEqual({ kind: 'none', why: 'no release has baked here beside 2026-11-23-111111111111: there is nothing that is known to be good' });
});

test('a name is taken at its word, and one that nobody knows is told', () => {
  expect(target({ kind: 'release', name: a(3).release })).toBe(a(3).release);
  expect(target({ kind: 'release', name: 'r9' })).toBe('the release r9 is not in the ledger: the newest that have baked are 2026-11-23-222222222222, 2026-11-23-111111111111');
});

test('a moment means what was good then', () => {
  expect(target({ kind: 'moment', at: '2026-11-23T02:00:00Z' })).toBe(a(1).release);
  expect(target({ kind: 'moment', at: '2026-11-23T23:59:59.999Z' })).toBe(a(2).release);
  expect(target({ kind: 'moment', at: '2026-11-22T00:00:00Z' })).toMatch(/^no release had baked by 2026-11-22T00:00:00Z: the newest/);
});
