import { retiredWorkers } from '../../../lib/core/release/retired-workers';
import { instant } from '../../../lib/core/units';

const services = [1, 2, 3].map((count) => ({ name: `worker-1-r${count}`, release: `r${count}`, createdAt: instant(count) }));

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

test('of a release that was tried again the first workers are retired too', () => {
  const again = { name: 'worker-2-r1', release: 'r1', createdAt: instant(4) };
  expect(retiredWorkers([...services, again], 'r1').map(({ name }) => name)).toEqual(['worker-1-r1', 'worker-1-r2', 'worker-1-r3']);
});
