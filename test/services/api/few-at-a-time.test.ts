import { setImmediate as nextTurn } from 'node:timers/promises';
import { fewAtATime } from '../../../services/api/src/points/few-at-a-time';

const full = new Error('too many');

/** Works that end when they are told to, and waits that end when they are told to. */
function setUp(waiting = 2) {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const waits: (() => void)[] = [];
  const few = fewAtATime({ atATime: 2, waiting, patienceMs: 500 }, { sleep: () => new Promise((resolve) => waits.push(resolve)) });
  const start = (name: number): Promise<number> => few.run(() => {
    begun.push(name);
    return new Promise((resolve) => (ends[name] = () => resolve(name)));
  }, full);
  return { begun, ends, waits, start };
}
const settled = (): Promise<void> => nextTurn();

test('two run at once, the others in the order in which they came', async () => {
  const { begun, ends, start } = setUp();
  const all = [1, 2, 3, 4].map(start);
  await settled();
  expect(begun).toEqual([1, 2]);
  ends[2]?.();
  await settled();
  expect(begun).toEqual([1, 2, 3]);
  ends[1]?.();
  await settled();
  ends[3]?.();
  ends[4]?.();
  expect(await Promise.all(all)).toEqual([1, 2, 3, 4]);
});

test('who has waited too long fails, and takes nobody\'s place', async () => {
  const { begun, ends, waits, start } = setUp();
  const [one, two, three, four] = [start(1), start(2), start(3), start(4)];
  const failed = expect(three).rejects.toBe(full);
  await settled();
  waits[0]?.();
  await failed;
  ends[1]?.();
  await settled();
  expect(begun).toEqual([1, 2, 4]);
  ends[2]?.();
  ends[4]?.();
  expect(await Promise.all([one, two, four])).toEqual([1, 2, 4]);
});

test('who finds too many waiting fails at once', async () => {
  const { ends, start } = setUp(0);
  const running = [start(1), start(2)];
  await expect(start(3)).rejects.toBe(full);
  ends[1]?.();
  await running[0];
  const later = start(4);
  await settled();
  ends[2]?.();
  ends[4]?.();
  expect(await Promise.all([...running, later])).toEqual([1, 2, 4]);
});

test('a work that fails makes room like any other', async () => {
  const few = fewAtATime({ atATime: 1, waiting: 0, patienceMs: 1 }, { sleep: () => Promise.resolve() });
  await expect(few.run(() => Promise.reject(new TypeError('x')), full)).rejects.toThrow('x');
  expect(await few.run(() => Promise.resolve('done'), full)).toBe('done');
});
