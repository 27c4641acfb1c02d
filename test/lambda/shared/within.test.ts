import { within } from '../../../lambda/shared/within';

test('work that is done in time gives its result', async () => {
  expect(await within(1_000, async () => 5)).toBe(5);
});

test('work that fails in time gives its failure', async () => {
  await expect(within(1_000, async () => { throw new Error('broke'); })).rejects.toThrow('broke');
});

test.each([20, 0, -5])('work that is late is given up after %i ms, and told by its signal', async (ms) => {
  let signal: AbortSignal | undefined;
  await expect(within(ms, (given) => {
    signal = given;
    return new Promise(() => undefined);
  })).rejects.toThrow('not finished within 0 s');
  expect(signal?.aborted).toBe(true);
});
