import { minutes, seconds } from '../../../lib/core/units';
import { everyMinute } from '../../../lib/region/cloudwatch/every-minute';
import { VirtualClock } from '../../support/virtual-clock';

test('whoever takes some time over each minute still gets one moment in each of them', async () => {
  const clock = new VirtualClock();
  const start = clock.now();
  const closing = new AbortController();
  const moments: number[] = [];
  const counting = (async () => {
    for await (const at of everyMinute(clock, closing.signal)) {
      moments.push(at - start);
      await clock.sleep(moments.length === 2 ? seconds(150) : seconds(7), closing.signal);
    }
  })().catch((thrown: unknown) => thrown);
  await clock.pass(minutes(8));
  closing.abort(new Error('closed'));
  expect(await counting).toEqual(new Error('closed'));
  expect(moments).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map(minutes));
});
