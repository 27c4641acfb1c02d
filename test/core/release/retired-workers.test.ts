import { retiredWorkers } from '../../../lib/core/release/retired-workers';
import { instant } from '../../../lib/core/units';

const services = [1, 2, 3].map((count) => ({ release: `r${count}`, createdAt: instant(count) }));

test('workers older than those of the holder are retired', () => {
  expect(retiredWorkers(services, 'r3').map(({ release }) => release)).toEqual(['r1', 'r2']);
});

test('younger ones are left: they are just being deployed, or were taken back and may be tried again', () => {
  expect(retiredWorkers(services, 'r2').map(({ release }) => release)).toEqual(['r1']);
  expect(retiredWorkers(services, 'r1')).toEqual([]);
});

test('without workers of the holder nobody is ended, or nobody would work', () => {
  expect(retiredWorkers(services, 'r4')).toEqual([]);
});
