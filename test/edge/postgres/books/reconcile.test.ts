import { dice, type Dice } from '../../../../lib/core/chance';
import { checks, holds, isSettled, memberLines, type Outcome, type Seen } from '../../../../lib/core/reconcile/reconciliation';
import { Opened } from '../../../../lib/edge/processes/opened';
import { BrokenOff, run } from './support/run';
import { production, staging, startTwoBooks, type Asked, type TwoBooks } from './support/two-books';

const opened = new Opened();
let books: TwoBooks;
beforeAll(async () => { books = opened.add(await startTwoBooks()); }, 30_000);
afterAll(() => opened[Symbol.asyncDispose]());

/** Each test has a minute of its own, later than all before, so that it sees its own entries only. */
let minute = 0;
function nextMinute(): (second: number) => Date {
  minute += 1;
  const start = Date.parse('2026-11-23T00:00:00Z') + minute * 60_000;
  return (second) => new Date(start + second * 1_000);
}
const wrong = (asked: Asked): Asked => ({ ...asked, account: production.account });
const outcomes = ({ settled }: Seen): Readonly<Record<string, Outcome>> => Object.fromEntries(settled.map(({ entry, outcome }) => [entry.key, outcome]));
const balance = async (memberId: string): Promise<number> => Number((await books.production.rows('select balance from points.members where member_id = $1', [memberId]))[0]?.balance ?? 0);

test('entries that a task of production wrote into the test database are replayed once, with their keys, and nothing else is', async () => {
  const at = nextMinute();
  const anna = { shopId: 'shop-1', memberId: 'anna' };
  await books.production.write({ ...anna, movement: 'earn', points: 30, key: 'p1', recordedAt: at(0) });
  await books.staging.write(wrong({ ...anna, movement: 'earn', points: 100, key: 'a1', recordedAt: at(1) }));
  await books.staging.write(wrong({ ...anna, movement: 'use', points: 60, key: 'a2', recordedAt: at(2) }));
  await books.staging.write({ ...anna, movement: 'earn', points: 7, key: 'test', recordedAt: at(3) });
  await books.staging.write(wrong({ shopId: 'probe', memberId: 'probe-1', movement: 'earn', points: 1, key: 'probe', recordedAt: at(4) }));
  const seen = await run(books, { since: at(0) });
  expect(outcomes(seen)).toEqual({ a1: { kind: 'replayed', entryId: expect.any(String) }, a2: { kind: 'replayed', entryId: expect.any(String) } });
  expect(seen.plan.stays.map(({ entry, because }) => [entry.key, because])).toEqual([['test', 'written here']]);
  expect(seen.plan.synthetic).toHaveLength(1);
  expect(isSettled(seen)).toBe(true);
  expect(memberLines(seen)).toMatchObject([{ memberId: 'anna', from: { before: { net: 40 }, after: { entries: 0 } }, to: { before: 30, replayed: 40, others: 0, after: 70 } }]);
  expect(await books.production.rows(`select movement, points::int, balance::int, idempotency_key as key, account, recorded_at, a.from_stage, a.from_account, brought_by
    from points.entries join points.arrivals a using (entry_id) where member_id = 'anna' order by entry_id`)).toEqual([
    { movement: 'earn', points: 100, balance: 130, key: 'a1', account: production.account, recorded_at: at(1), from_stage: 'staging', from_account: staging.account, brought_by: 'arn:aws:iam::222222222222:user/kim' },
    { movement: 'use', points: 60, balance: 70, key: 'a2', account: production.account, recorded_at: at(2), from_stage: 'staging', from_account: staging.account, brought_by: 'arn:aws:iam::222222222222:user/kim' },
  ]);
  const again = await run(books, { since: at(0) });
  expect(Object.values(outcomes(again)).map((outcome) => outcome.kind === 'there' && outcome.how)).toEqual(['replayed', 'replayed']);
  expect(await balance('anna')).toBe(70);
  expect((await books.staging.rows('select count(*)::int as n from points.entries where recorded_at >= $1', [at(0)]))[0]).toEqual({ n: 4 });
});

test('a dry run says the same and writes nothing', async () => {
  const at = nextMinute();
  await books.staging.write(wrong({ shopId: 'shop-1', memberId: 'ben', movement: 'earn', points: 5, key: 'b1', recordedAt: at(1) }));
  const before = [await dump(books.production), await dump(books.staging)];
  const seen = await run(books, { since: at(0), dry: true });
  expect(outcomes(seen)).toEqual({ b1: { kind: 'replay' } });
  expect(memberLines(seen)).toMatchObject([{ from: { before: { net: 5 }, after: { net: 0 } }, to: { before: 0, replayed: 5, after: 5 } }]);
  expect(checks(seen).every(holds)).toBe(true);
  expect([await dump(books.production), await dump(books.staging)]).toEqual(before);
});

test('what the till sent again to the right database is there already; another movement under its key is in doubt', async () => {
  const at = nextMinute();
  const cleo = { shopId: 'shop-1', memberId: 'cleo', recordedAt: at(1) };
  for (const [key, points] of [['c1', 10], ['c2', 20]] as const) await books.staging.write(wrong({ ...cleo, movement: 'earn', points, key }));
  await books.production.write({ ...cleo, movement: 'earn', points: 10, key: 'c1', recordedAt: at(2) });
  await books.production.write({ ...cleo, movement: 'earn', points: 21, key: 'c2', recordedAt: at(2) });
  const seen = await run(books, { since: at(0) });
  expect(outcomes(seen)).toMatchObject({ c1: { kind: 'there', how: 'found' }, c2: { kind: 'doubt', because: 'key of another movement' } });
  expect(await balance('cleo')).toBe(31);
  expect(isSettled(seen)).toBe(false);
  expect(await books.staging.rows(`select idempotency_key as key, how, to_stage from points.departures join points.entries using (entry_id) where member_id = 'cleo'`))
    .toEqual([{ key: 'c1', how: 'found', to_stage: 'production' }]);
});

test('a use that the balance does not cover is left to a person, whatever comes after it', async () => {
  const at = nextMinute();
  const dora = { shopId: 'shop-1', memberId: 'dora' };
  await books.staging.write({ ...dora, movement: 'earn', points: 1_000, key: 'd0', recordedAt: new Date(at(0).getTime() - 1) });
  for (const [second, key, movement, points] of [[1, 'd1', 'use', 50], [2, 'd2', 'use', 20], [3, 'd3', 'earn', 40]] as const) {
    await books.staging.write(wrong({ ...dora, movement, points, key, recordedAt: at(second) }));
  }
  const seen = await run(books, { since: at(0) });
  expect(outcomes(seen)).toMatchObject({ d1: { kind: 'doubt', because: 'exceeds the balance', balance: 40 }, d2: { kind: 'replayed' }, d3: { kind: 'replayed' } });
  expect(await balance('dora')).toBe(20);
  expect(memberLines(seen)).toMatchObject([{ from: { after: { entries: 1, net: -50 } } }]);
  expect(checks(seen).every(holds)).toBe(true);
});

test('without a recorded account a named release moves, a shop that only production knows moves, and one that both know is unclear', async () => {
  const at = nextMinute();
  const old = (shopId: string, key: string, release = 'r0'): Asked => ({ shopId, memberId: 'eva', movement: 'earn', points: 1, key, release, account: null, recordedAt: at(1) });
  for (const shopId of ['both', 'theirs']) await books.production.write({ ...old(shopId, 'known'), account: production.account, recordedAt: new Date(0) });
  await books.staging.write({ ...old('both', 'known'), recordedAt: new Date(0) });
  for (const entry of [old('both', 'e1'), old('both', 'e2', 'laptop'), old('theirs', 'e3'), old('nobodys', 'e4')]) await books.staging.write(entry);
  const seen = await run(books, { since: at(0), dry: true, releases: ['laptop'] });
  expect(seen.settled.map(({ entry, by }) => [entry.key, by])).toEqual([['e2', 'release'], ['e3', 'shop']]);
  expect(seen.plan.unclear.map(({ entry, because }) => [entry.key, because])).toEqual([['e1', 'shop known in both']]);
  expect(seen.plan.stays.map(({ entry, because }) => [entry.key, because])).toEqual([['e4', 'shop unknown there']]);
});

test('a till that repeats a movement while it is replayed finds it, and adds nothing', async () => {
  const at = nextMinute();
  const finn = { shopId: 'shop-1', memberId: 'finn', movement: 'earn', points: 3, recordedAt: at(1) } as const;
  for (let n = 0; n < 12; n += 1) await books.staging.write(wrong({ ...finn, key: `f${n}` }));
  const tills = (async () => { for (let n = 0; n < 12; n += 1) await books.production.write({ ...finn, key: `f${n}`, recordedAt: at(2) }); })();
  const [seen] = await Promise.all([run(books, { since: at(0) }), tills]);
  expect(await balance('finn')).toBe(36);
  expect(isSettled(seen)).toBe(true);
});

test('broken off after any statement, of which the answer is lost too, and run again it ends as the dry run said', async () => {
  const whole = await aCase('whole', ofEachKind());
  expect(Object.values(whole.said).map(({ kind }) => kind)).toEqual(['there', 'replay', 'replay', 'doubt']);
  const { statements } = await run(books, { since: whole.since });
  expect(statements).toBeGreaterThan(35);
  for (let step = FIRST_WRITE; step <= statements; step += 1) {
    const one = await aCase(`step-${step}`, ofEachKind());
    await expect(run(books, { since: one.since, broken: { at: step, when: 'after' } })).rejects.toThrow(BrokenOff);
    await endsAsSaid(one, `statement ${step}`);
  }
});

test('broken off again and again at random it still ends as the dry run said', async () => {
  for (let seed = 1; seed <= 5; seed += 1) {
    const chance = dice(seed).named('breaks');
    const one = await aCase(`seed-${seed}`, atRandom(chance.named('movements')));
    for (let times = 0; times < 4; times += 1) {
      const broken = { at: FIRST_WRITE + Math.floor(chance.between(0, 120)), when: chance.roll() < 0.5 ? 'before' : 'after' } as const;
      await run(books, { since: one.since, broken }).catch((thrown: unknown) => { if (!(thrown instanceof BrokenOff)) throw thrown; });
    }
    await endsAsSaid(one, `seed ${seed}`);
  }
});

/** Until then a run only reads: there is nothing that could be half done. */
const FIRST_WRITE = 14;

interface Case {
  readonly since: Date;
  /** What a dry run said before anything was written. */
  readonly said: Readonly<Record<string, Outcome>>;
  readonly balances: Readonly<Record<string, number>>;
}

/** One member: what was sent again, what is new, what stays, a use that fits and one that does not. */
const ofEachKind = (): readonly Movement[] => [
  { movement: 'earn', points: 20, sentAgain: true }, { movement: 'earn', points: 15 }, { movement: 'earn', points: 50, account: staging.account },
  { movement: 'use', points: 10 }, { movement: 'use', points: 40 },
];

/** Random movements, of which some are production's, and some were sent again. */
const atRandom = (chance: Dice): readonly Movement[] => Array.from({ length: 14 }, (_, n) => ({
  movement: n > 1 && chance.roll() < 0.5 ? 'use' : 'earn', points: Math.ceil(chance.between(0, 30)),
  account: chance.roll() < 0.8 ? production.account : staging.account, sentAgain: n === 0 || chance.roll() < 0.15,
}));

interface Movement extends Pick<Asked, 'movement' | 'points' | 'account'> { readonly sentAgain?: boolean }

async function aCase(name: string, movements: readonly Movement[]): Promise<Case> {
  const at = nextMinute();
  for (const [n, { sentAgain = false, account = production.account, ...movement }] of movements.entries()) {
    const asked: Asked = { shopId: 'shop-1', memberId: name, ...movement, account, key: `${name}-k${n}`, recordedAt: at(n) };
    await books.staging.write(asked);
    if (sentAgain) await books.production.write({ ...asked, account: production.account });
  }
  const dry = await run(books, { since: at(0), dry: true });
  return { since: at(0), said: outcomes(dry), balances: Object.fromEntries(memberLines(dry).map(({ memberId, to }) => [memberId, to.after])) };
}

async function endsAsSaid({ since, said, balances }: Case, where: string): Promise<void> {
  const seen = await run(books, { since });
  const was = Object.entries(said).map(([key, { kind }]) => [key, kind === 'replay' ? 'there' : kind]);
  const is = Object.entries(outcomes(seen)).map(([key, { kind }]) => [key, kind === 'replayed' ? 'there' : kind]);
  const kept = await Promise.all(Object.keys(balances).map(async (memberId) => [memberId, await balance(memberId)]));
  expect([where, is, Object.fromEntries(kept), checks(seen).filter((check) => !holds(check))]).toEqual([where, was, balances, []]);
  const twice = await books.production.rows(`select m.member_id from points.members m join points.entries e using (shop_id, member_id) group by m.shop_id, m.member_id, m.balance
    having m.balance <> sum(case movement when 'earn' then points else -points end)`);
  expect([where, twice]).toEqual([where, []]);
}

const dump = async ({ rows }: TwoBooks['staging']): Promise<unknown> => ({
  entries: await rows('select * from points.entries order by entry_id'), members: await rows('select * from points.members order by 1, 2'),
  arrivals: await rows('select * from points.arrivals order by 1'), departures: await rows('select * from points.departures order by 1'),
});
