import { belongingOf, type Knowledge } from '../../../lib/core/reconcile/belonging';
import type { BookEntry } from '../../../lib/core/reconcile/book-entry';
import { inOrder } from '../../../lib/core/reconcile/in-order';
import { plan } from '../../../lib/core/reconcile/plan';
import { verdictOn } from '../../../lib/core/reconcile/verdict';
import { instant } from '../../../lib/core/units';

const from = { stage: 'staging', account: '111111111111' };
const to = { stage: 'production', account: '222222222222' };
const anEntry = (difference: Partial<BookEntry> = {}): BookEntry => ({
  entryId: '1', shopId: 'shop-1', memberId: 'anna', movement: 'earn', points: 10, key: 'k', release: 'r1', account: undefined, recordedAt: instant(0), ...difference,
});
const knowing = (difference: Partial<Knowledge> = {}): Knowledge =>
  ({ from, to, releases: new Set(), shopsThere: new Set(), shopsHere: new Set(), arrivedHere: new Set(), goneElsewhere: new Set(), ...difference });

test.each<[string, Partial<BookEntry>, Partial<Knowledge>, object]>([
  ['written by a task of the other account', { account: to.account }, {}, { kind: 'there', by: 'account' }],
  ['written by a task of this account', { account: from.account }, { releases: new Set(['r1']) }, { kind: 'here', because: 'written here' }],
  ['written in a third account', { account: '333333333333' }, {}, { kind: 'unclear', because: 'written in a third account' }],
  ['of a probe, wherever it was written', { account: to.account, shopId: 'probe' }, {}, { kind: 'synthetic' }],
  ['brought here before', { account: to.account }, { arrivedHere: new Set(['1']) }, { kind: 'here', because: 'brought here' }],
  ['gone to a third place before', { account: to.account }, { goneElsewhere: new Set(['1']) }, { kind: 'unclear', because: 'gone to a third place' }],
  ['of a release that somebody named', {}, { releases: new Set(['r1']) }, { kind: 'there', by: 'release' }],
  ['of a shop that only the other knows', {}, { shopsThere: new Set(['shop-1']) }, { kind: 'there', by: 'shop' }],
  ['of a shop that both know', {}, { shopsThere: new Set(['shop-1']), shopsHere: new Set(['shop-1']) }, { kind: 'unclear', because: 'shop known in both' }],
  ['of a shop that the other does not know', {}, { shopsHere: new Set(['shop-1']) }, { kind: 'here', because: 'shop unknown there' }],
  ['with an account that both stages share', { account: from.account }, { to: { stage: 'production', account: from.account }, shopsThere: new Set(['shop-1']) }, { kind: 'there', by: 'shop' }],
])('an entry %s', (_, entry, knowledge, expected) => {
  expect(belongingOf(anEntry(entry), knowing(knowledge))).toEqual(expected);
});

test.each([
  ['earn', 10, { movement: 'earn', points: 10, broughtFrom: '1' }, 0, { kind: 'there', entryId: '9', how: 'replayed' }],
  ['earn', 10, { movement: 'earn', points: 10, broughtFrom: undefined }, 0, { kind: 'there', entryId: '9', how: 'found' }],
  ['earn', 10, { movement: 'earn', points: 11, broughtFrom: undefined }, 0, { kind: 'doubt', because: 'key of another movement', entryId: '9' }],
  ['use', 10, { movement: 'earn', points: 10, broughtFrom: undefined }, 99, { kind: 'doubt', because: 'key of another movement', entryId: '9' }],
  ['use', 10, undefined, 9, { kind: 'doubt', because: 'exceeds the balance', balance: 9 }],
  ['use', 10, undefined, 10, { kind: 'replay' }],
  ['earn', 10, undefined, 0, { kind: 'replay' }],
] as const)('%s %i where %j stands under the key and the balance is %i', (movement, points, found, balance, expected) => {
  expect(verdictOn(anEntry({ movement, points }), found && { entryId: '9', ...found }, balance)).toEqual(expected);
});

test('what was earned comes before what was used, each as it was written, and numbers are not texts', () => {
  const entries = [['10', 'earn'], ['9', 'use'], ['2', 'use'], ['3', 'earn']] as const;
  expect(inOrder(entries.map(([entryId, movement]) => anEntry({ entryId, movement }))).map(({ entryId }) => entryId)).toEqual(['3', '10', '2', '9']);
});

test('a plan counts with what it replays itself', () => {
  const entries = [anEntry({ entryId: '1', movement: 'use', points: 8, key: 'a' }), anEntry({ entryId: '2', points: 5, key: 'b' }), anEntry({ entryId: '3', movement: 'use', points: 2, key: 'c' })];
  const { misplaced } = plan({ there: entries.map((entry) => ({ entry, by: 'account' })), unclear: [], stays: [], synthetic: [] }, { found: new Map(), balances: new Map() });
  expect(misplaced.map(({ entry, verdict }) => [entry.entryId, verdict.kind])).toEqual([['2', 'replay'], ['1', 'doubt'], ['3', 'replay']]);
});
