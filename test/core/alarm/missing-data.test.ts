import fc from 'fast-check';
import { judge, type DataPoint, type MOutOfN } from '../../../lib/core/alarm/missing-data';
import type { TreatMissingData } from '../../../lib/core/alarm/definition';
import { instant } from '../../../lib/core/units';

/** `0` is within the threshold, `X` breaches it, `-` is missing; the newest is on the right. */
const rangeOf = (points: string): readonly (DataPoint | undefined)[] => [...points.replaceAll(' ', '')].map((point, index) =>
  (point === '-' ? undefined : { at: instant(index), value: point === 'X' ? 1 : 0, breaching: point === 'X' }));

const decide = (points: string, m: number, n: number, treatMissingData: TreatMissingData): string =>
  judge(rangeOf(points), { evaluationPeriods: n, datapointsToAlarm: m, treatMissingData }).decision;

const treatments = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
const cells = (row: readonly string[]): [string, TreatMissingData, string][] =>
  treatments.map((treatment, index) => [row[0] ?? '', treatment, row[index + 1] ?? '']);

describe('three out of three, as the user guide has it', () => {
  const table = [
    ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
    ['0 - - - -', 'OK', 'OK', 'OK', 'OK'],
    ['- - - - -', 'INSUFFICIENT_DATA', 'keep', 'ALARM', 'OK'],
    ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['- - X - -', 'ALARM', 'keep', 'ALARM', 'OK'],
  ];
  test.each(table.flatMap(cells))('%s with missing data as %s is %s', (points, treatment, decision) => {
    expect(decide(points, 3, 3, treatment)).toBe(decision);
  });

  const fillers = [['0 - X - X', 0], ['0 - - - -', 2], ['- - - - -', 3], ['0 X X - X', 0], ['- - X - -', 2]] as const;
  test.each(fillers)('%s needs %d fillers', (points, filled) => {
    expect(judge(rangeOf(points), { evaluationPeriods: 3, datapointsToAlarm: 3, treatMissingData: 'breaching' }).filled).toBe(filled);
  });
});

describe('two out of three, as the user guide has it', () => {
  const table = [
    ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - X -', 'ALARM', 'keep', 'ALARM', 'OK'],
  ];
  test.each(table.flatMap(cells))('%s with missing data as %s is %s', (points, treatment, decision) => {
    expect(decide(points, 2, 3, treatment)).toBe(decision);
  });
});

test.each(['- - - - X', '- - - X -'])('%s is too young for ALARM with three out of three: the next point may be a good one', (points) => {
  expect(decide(points, 3, 3, 'missing')).toBe('INSUFFICIENT_DATA');
});

test('a single breaching point that grows old alarms even eight out of ten', () => {
  const ages = Array.from({ length: 12 }, (_, age) => decide(`${'-'.repeat(12 - age)}X${'-'.repeat(age)}`, 8, 10, 'missing'));
  expect(ages).toEqual([...Array.from({ length: 7 }, () => 'INSUFFICIENT_DATA'), ...Array.from({ length: 5 }, () => 'ALARM')]);
});

test('enough breaching points alarm under every treatment, however many are missing', () => {
  for (const treatment of treatments) expect(decide('- - X X -', 2, 3, treatment)).toBe('ALARM');
});

const anyRange = fc.array(fc.constantFrom('0', 'X', '-'), { minLength: 3, maxLength: 9 }).map((points) => points.join(''));
const anyMOfN = fc.integer({ min: 1, max: 5 }).chain((n) => fc.tuple(fc.integer({ min: 1, max: n }), fc.constant(n)));
const seeded = { seed: 7_2, numRuns: 2_000 };

test('with N real points the treatment of missing data changes nothing', () => {
  fc.assert(fc.property(anyRange, anyMOfN, (points, [m, n]) => {
    fc.pre(points.replaceAll('-', '').length >= n);
    expect(new Set(treatments.map((treatment) => decide(points, m, n, treatment))).size).toBe(1);
  }), seeded);
});

test('treating missing data as breaching never alarms less than treating it as good', () => {
  fc.assert(fc.property(anyRange, anyMOfN, (points, [m, n]) => {
    if (decide(points, m, n, 'notBreaching') === 'ALARM') expect(decide(points, m, n, 'breaching')).toBe('ALARM');
  }), seeded);
});

test('a good point in place of a missing one never brings an alarm about', () => {
  fc.assert(fc.property(anyRange, anyMOfN, fc.constantFrom(...treatments), fc.nat(8), (points, [m, n], treatment, index) => {
    fc.pre(points[index] === '-');
    const better = `${points.slice(0, index)}0${points.slice(index + 1)}`;
    if (decide(points, m, n, treatment) !== 'ALARM') expect(decide(better, m, n, treatment)).not.toBe('ALARM');
  }), seeded);
});

test('fillers and real points together are always N, and every real point counts unless there are N newer ones', () => {
  fc.assert(fc.property(anyRange, anyMOfN, fc.constantFrom(...treatments), (points, [m, n], treatMissingData) => {
    const setting: MOutOfN = { evaluationPeriods: n, datapointsToAlarm: m, treatMissingData };
    const { counted, filled } = judge(rangeOf(points), setting);
    expect(counted.length + filled).toBe(n);
    expect(counted.length).toBe(Math.min(points.replaceAll('-', '').length, n));
  }), seeded);
});
