import { readFix, spellFix } from '../../../lib/core/release/fix';

test('names alarms and says why', () => {
  const read = readFix({ Alarms: ['errors', 'hosts'], Reason: 'uses fail' });
  expect(read).toEqual({ ok: true, value: { alarms: ['errors', 'hosts'], reason: 'uses fail' } });
  expect(read.ok && read.value !== undefined && spellFix(read.value)).toBe('fixes errors, hosts: uses fail');
});

test('is left out by most releases', () => {
  expect(readFix(undefined)).toEqual({ ok: true, value: undefined });
});

test.each([
  [null, /Fixes must be an object/], ['errors', /Fixes must be an object/], [[], /Fixes must be an object/],
  [{ Alarms: [], Reason: 'r' }, /Fixes\.Alarms must be/], [{ Alarms: 'errors', Reason: 'r' }, /Fixes\.Alarms must be/], [{ Alarms: [''], Reason: 'r' }, /Fixes\.Alarms/],
  [{ Alarms: ['a'] }, /Fixes\.Reason must be the reason/], [{ Alarms: ['a'], Reason: '' }, /Fixes\.Reason/], [{ Alarms: ['a'], Reason: 'r', Alarm: 'b' }, /Fixes\.Alarm is not a setting/],
])('%j is refused, and says where', (given, why) => {
  const read = readFix(given);
  expect(read.ok ? '' : read.problems.map(({ path, message }) => `${path} ${message}`).join()).toMatch(why);
});
