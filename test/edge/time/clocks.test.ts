import { hours, seconds, millis } from '../../../lib/core/units';
import { modelClock } from '../../../lib/edge/time/model-clock';
import { wallClock } from '../../../lib/edge/time/wall-clock';
import { VirtualClock } from '../../support/virtual-clock';
import { clockContract } from './clock-contract';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

clockContract('the machine\'s clock', () => ({ clock: wallClock, pass: (span) => jest.advanceTimersByTimeAsync(span) }));

clockContract('a clock sixty times as fast', () => {
  const clock = modelClock(60);
  return { clock, pass: (span) => jest.advanceTimersByTimeAsync(clock.inWall(span)) };
});

clockContract('a clock half as fast', () => {
  const clock = modelClock(0.5);
  return { clock, pass: (span) => jest.advanceTimersByTimeAsync(clock.inWall(span)) };
});

clockContract('a virtual clock', () => {
  const clock = new VirtualClock();
  return { clock, pass: (span) => clock.pass(span) };
});

test('a fast clock starts with the machine, and knows what the machine will show as its own time', () => {
  jest.setSystemTime(1_000_000);
  const clock = modelClock(60);
  expect(clock.now()).toBe(1_000_000);
  expect(clock.fromWall(1_001_000)).toBe(1_060_000);
  expect(clock.inWall(seconds(60))).toBe(1_000);
});

test('a stepped system clock moves no model time', async () => {
  const clock = modelClock(60);
  const start = clock.now();
  jest.setSystemTime(jest.now() + hours(5));
  expect(clock.now() - start).toBeLessThan(seconds(60));
});

test.each([0, -1, Number.NaN, Infinity])('a speed of %p is refused', (speed) => {
  expect(() => modelClock(speed)).toThrow(`a speed is a number above 0, got ${speed}`);
});

describe('a virtual clock', () => {
  test('goes from one due time to the next until what is waited for has come', async () => {
    const clock = new VirtualClock();
    const start = clock.now();
    const answer = clock.sleep(hours(3)).then(() => clock.sleep(millis(5))).then(() => 'here');
    await expect(clock.until(answer)).resolves.toBe('here');
    expect(clock.now() - start).toBe(hours(3) + 5);
  });

  test('says so when it is asked to wait for what no time will bring', async () => {
    await expect(new VirtualClock().until(new Promise(() => undefined))).rejects.toThrow('nobody sleeps');
  });

  test('hands on what is waited for when it fails', async () => {
    const clock = new VirtualClock();
    await expect(clock.until(clock.sleep(seconds(1)).then(() => Promise.reject(new Error('no'))))).rejects.toThrow('no');
  });

  test('of two that are due at one moment wakes first who slept first', async () => {
    const clock = new VirtualClock();
    const order: string[] = [];
    void clock.sleep(seconds(1)).then(() => order.push('one'));
    void clock.sleep(seconds(1)).then(() => order.push('other'));
    await clock.pass(seconds(1));
    expect(order).toEqual(['one', 'other']);
  });
});
