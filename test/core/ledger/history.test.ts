import { historyOf, lastKnownGood, lastKnownGoodAt } from '../../../lib/core/ledger/history';
import type { Fact } from '../../../lib/core/ledger/fact';
import { a, baked, deployed, ledgerOf, promoted, recorded, takenBack } from '../../support/ledger';

const name = (digit: number) => a(digit).release;
const good = (digit: number): readonly Fact[] => [recorded(digit), promoted(digit), deployed(digit), baked(digit)];
const history = (...facts: readonly Fact[]) => historyOf(ledgerOf(facts));

test('each release is what was said of it last, in the order in which they were first heard of', () => {
  const all = history(recorded(1), recorded(2), promoted(2), recorded(3), deployed(3), ...good(4), recorded(5), deployed(5), takenBack(5));
  expect(all.map(({ artifact: { release }, now, tried }) => [release, now.fact.kind, tried])).toEqual([
    [name(1), 'recorded', undefined], [name(2), 'promoted', undefined], [name(3), 'deployed', 5], [name(4), 'baked', 8], [name(5), 'taken-back', 11],
  ]);
  expect(all[3]).toMatchObject({ recorded: { sequence: 6 }, deployed: { sequence: 8 }, baked: { sequence: 9, at: '2026-11-23T08:00:00.000Z' }, takenBack: undefined });
});

test('last known good is what baked last, whenever it was recorded', () => {
  expect(lastKnownGood(history())).toBeUndefined();
  expect(lastKnownGood(history(recorded(1), deployed(1)))).toBeUndefined();
  expect(lastKnownGood(history(...good(1), ...good(2), recorded(3), deployed(3)))?.artifact.release).toBe(name(2));
  expect(lastKnownGood(history(...good(1), ...good(2), deployed(1), baked(1)))?.artifact.release).toBe(name(1));
});

test('what was taken back later is not good any more, until it has baked again', () => {
  const twice = [...good(1), ...good(2), deployed(2, { deployment: 'd-2' }), takenBack(2, { deployment: 'd-2' })];
  expect(lastKnownGood(history(...twice))?.artifact.release).toBe(name(1));
  expect(lastKnownGood(history(...twice, baked(2, { deployment: 'd-3' })))?.artifact.release).toBe(name(2));
});

test('what customers are on is nothing to go back to', () => {
  const all = history(...good(1), ...good(2));
  expect(lastKnownGood(all, name(2))?.artifact.release).toBe(name(1));
  expect(lastKnownGood(history(...good(1)), name(1))).toBeUndefined();
});

test('what was good at a moment is told by what was said by then', () => {
  const chain = ledgerOf([...good(1), ...good(2)]);
  const at = (moment: string) => lastKnownGoodAt(chain, moment)?.artifact.release;
  expect(at('2026-11-23T02:59:59Z')).toBeUndefined();
  expect(at('2026-11-23T03:00:00Z')).toBe(name(1));
  expect(at('2026-11-23T06:59:00Z')).toBe(name(1));
  expect(at('2026-11-24T00:00:00Z')).toBe(name(2));
});
