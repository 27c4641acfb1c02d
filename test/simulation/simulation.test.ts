import { run } from './run';
import { wrongFunctions } from './wrong-functions';

const RUNS = 700;
const TRIES = 3_000;

test(`in ${RUNS} random days of releases the deployment function breaks no invariant`, async () => {
  const met = new Map<string, number>();
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const { violations, met: seen } = await run(seed);
    expect({ seed, violations }).toEqual({ seed, violations: [] });
    for (const what of seen) met.set(what, (met.get(what) ?? 0) + 1);
  }
  expect(worthMeeting.filter((what) => (met.get(what) ?? 0) < 3)).toEqual([]);
}, 120_000);

/** The runs mean something only if they come to all of this. */
const worthMeeting = [
  ...['succeeded', 'alarm-active', 'stop-requested', 'hook-failed', 'task-set-failed', 'routing-failed'].map((ending) => `request ${ending}`),
  'rollback succeeded', 'stopped by hand', 'bake ended by hand', 'deployed by hand', 'stack COMPLETE', 'stack ROLLBACK_COMPLETE',
];

test.each(Object.entries(wrongFunctions))('a function that %s is found out', async (_, { breaks, spoil, from = 1 }) => {
  for (let seed = from; seed < from + TRIES; seed += 1) {
    const { violations } = await run(seed, spoil).catch((thrown: unknown) => ({ violations: [String(thrown)] }));
    if (violations.some((violation) => breaks.test(violation))) return;
  }
  throw new Error(`nothing like ${String(breaks)} in ${TRIES} runs`);
}, 120_000);

test('the same seed is the same day', async () => {
  expect(await run(7)).toEqual(await run(7));
});
