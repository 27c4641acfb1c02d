import { nextWake } from '../../../lib/core/deployment/next-wake';
import { hours, minutes, seconds } from '../../../lib/core/units';
import { noAlarms, play, quiet, routed, stop, type Play } from './play';

const wakeOf = ({ policy, state }: Play): number | undefined => nextWake(policy, state);

test('the next wake is the earliest of the phase, the alarms and the latest start of the shift', () => {
  const run = play();
  expect(wakeOf(run)).toBe(minutes(1));
  run.send(quiet);
  expect(wakeOf(run)).toBe(seconds(15));
  expect(wakeOf(play({ alarms: noAlarms }))).toBe(hours(1));
  expect(wakeOf(play({ alarms: noAlarms, ready: { kind: 'STOP_DEPLOYMENT', wait: hours(200) } }).reach('ready'))).toBe(hours(120));
});

test('a confirmed shift is woken for the next one', () => {
  const run = play({ alarms: noAlarms }).reach('shifting');
  run.send(routed(10));
  expect(wakeOf(run)).toBe(minutes(5));
});

test('every step asks for the wake-up that the state needs', () => {
  const run = play({ alarms: noAlarms }).reach('installing');
  run.send({ kind: 'time-passed' });
  expect(run.everythingAsked().at(-1)).toEqual({ kind: 'wake', at: hours(1) });
});

test('what has ended is never woken', () => {
  const run = play();
  run.send(stop());
  expect(wakeOf(run)).toBeUndefined();
  expect(run.everythingAsked()).toEqual([{ kind: 'read-alarms', names: ['5xx'] }, { kind: 'wake', at: minutes(1) }]);
});

test('a wake-up that is early, doubled or late does no harm', () => {
  const run = play({ alarms: noAlarms }).reach('holding');
  const before = run.state;
  run.send({ kind: 'time-passed' });
  run.send({ kind: 'time-passed' });
  expect(run.state).toEqual(before);
  run.leap(minutes(30)).send({ kind: 'time-passed' });
  expect(run.state.phase).toMatchObject({ at: 'shifting', shift: 1 });
});
