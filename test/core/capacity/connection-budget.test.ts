import { connectionBudget, mostConnections } from '../../../lib/core/capacity/connection-budget';

const limits = { owner: 5, writer: 144, reader: 144, auxiliary: 30, prober: 30 };

test.each([[1, 79], [4, 405], [8, 811], [32, 3_244], [64, 5_000], [512, 5_000]])(
  '%d GiB are good for %d connections', (memoryGiB, most) => {
    expect(mostConnections(memoryGiB)).toBe(most);
  },
);

test('a fifth of the connections is planned for nobody', () => {
  expect(connectionBudget(limits, 8)).toEqual({ asked: 353, most: 811, allowed: 648 });
});

test('every user is counted', () => {
  for (const user of Object.keys(limits) as (keyof typeof limits)[]) {
    expect(connectionBudget({ ...limits, [user]: limits[user] + 7 }, 8).asked).toBe(353 + 7);
  }
});
