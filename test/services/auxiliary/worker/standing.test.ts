import { afterLook, BELIEF_MS, epochHeld, LOOK_EVERY_MS, PATIENCE_MS, type Standing } from '../../../../services/auxiliary/src/worker/standing';

const ours = { release: 'r2', epoch: 7 };
const at = (askedMs: number, lease: typeof ours | undefined = ours) => ({ askedMs, answeredMs: askedMs + 10, lease });
const holding: Standing = { at: 'holding', epoch: 7, untilMs: 5_000 };

test.each([[undefined], [{ release: 'r1', epoch: 8 }]])('a lease that is %j is nobody\'s reason to work', (lease) => {
  for (const before of [{ at: 'idle' }, holding] as const) {
    expect(afterLook(before, { askedMs: 0, answeredMs: 10, lease }, 'r2')).toEqual({ at: 'idle' });
  }
});

test('a lease that is new here is waited for, and held once the one before must have stopped', () => {
  const waiting = afterLook({ at: 'idle' }, at(0), 'r2');
  expect(waiting).toEqual({ at: 'waiting', epoch: 7, untilMs: 10 + PATIENCE_MS });
  expect(afterLook(waiting, at(PATIENCE_MS - 10), 'r2')).toEqual(waiting);
  expect(afterLook(waiting, at(PATIENCE_MS), 'r2')).toEqual({ at: 'holding', epoch: 7, untilMs: PATIENCE_MS + BELIEF_MS });
});

test('what is held is held for as long as the answer is young, counted from the question', () => {
  expect(epochHeld(holding, 4_999)).toBe(7);
  expect(epochHeld(holding, 5_000)).toBeUndefined();
  expect(afterLook(holding, at(4_000), 'r2')).toEqual({ at: 'holding', epoch: 7, untilMs: 4_000 + BELIEF_MS });
});

test('a belief that ran out while nobody answered comes back with the same epoch: nobody else had the lease', () => {
  expect(afterLook(holding, at(60_000), 'r2')).toMatchObject({ at: 'holding', epoch: 7 });
});

test('a lease that comes back with another epoch was away, and is waited for again', () => {
  expect(afterLook(holding, at(4_000, { release: 'r2', epoch: 9 }), 'r2')).toMatchObject({ at: 'waiting', epoch: 9 });
});

test('patience outlasts a belief even where clocks differ by a tenth, and a belief outlasts several looks', () => {
  expect(PATIENCE_MS * 0.9).toBeGreaterThan(BELIEF_MS);
  expect(BELIEF_MS).toBeGreaterThan(3 * LOOK_EVERY_MS);
});
