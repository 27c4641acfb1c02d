import { readOptions } from '../../lib/cli/options';
import { UsageError } from '../../lib/cli/usage-error';

const problemsOf = (given: Parameters<typeof readOptions>[0]): readonly string[] => {
  try {
    readOptions(given, ['healthy']);
    return [];
  } catch (thrown) {
    if (thrown instanceof UsageError) return thrown.problems;
    throw thrown;
  }
};

test('without options the fallback is rehearsed in production, sixty times as fast, at the rate that follows from it', () => {
  expect(readOptions({}, ['healthy'])).toEqual({ scenarios: ['healthy'], assembly: undefined, stage: 'production', speed: undefined, rate: undefined, seed: 1, json: false });
});

test('everything that was typed is taken', () => {
  const given = { scenario: ['outage', 'healthy'], assembly: 'out', stage: 'staging', speed: '120', rate: '50', seed: '7', json: true };
  expect(readOptions(given, ['healthy'])).toEqual({ scenarios: ['outage', 'healthy'], assembly: 'out', stage: 'staging', speed: 120, rate: 50, seed: 7, json: true });
});

test.each([
  [{ scenario: ['healthy', 'healthy'] }, /--scenario healthy must be given once/],
  [{ scenario: ['healthy', 'nonsense'] }, /--scenario must be one of healthy, .*, got "nonsense"/],
  [{ rate: '-5' }, /--rate must be .* from 1 to 2000.*, got "-5"/],
  [{ rate: '0' }, /--rate/], [{ rate: '' }, /--rate/], [{ rate: 'Infinity' }, /--rate/],
  [{ speed: 'abc' }, /--speed must be a number from 1 to 600.*, got "abc"/],
  [{ speed: '0.5' }, /--speed/], [{ speed: ' ' }, /--speed/],
  [{ seed: '1.5' }, /--seed must be a whole number/], [{ seed: '-1' }, /--seed/],
])('%j is refused with one message that says what must hold and what was found', (given, said) => {
  expect(problemsOf(given)).toEqual([expect.stringMatching(said)]);
});

test('all mistakes are told at once', () => {
  expect(problemsOf({ scenario: ['x'], rate: 'y', speed: 'z', seed: 'w' })).toHaveLength(4);
});
