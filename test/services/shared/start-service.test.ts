import { Hono } from 'hono';
import type { RequestEnvironment } from '../../../services/shared/src/http/request-environment';
import { createLog } from '../../../services/shared/src/log/log';
import { startService } from '../../../services/shared/src/start-service';
import { machineTime, type Time } from '../../../services/shared/src/time';

/** The machine's time, but what repeats does so when the test says it. */
class RepeatedByHand {
  readonly repeated: { readonly ms: number; readonly action: () => void }[] = [];
  readonly time: Time = {
    ...machineTime,
    every: (ms, action) => {
      const one = { ms, action };
      this.repeated.push(one);
      return () => void this.repeated.splice(this.repeated.indexOf(one), 1);
    },
  };
}

test('a service that nobody calls says every minute that it is there, whatever its level is, until it drains', async () => {
  const hand = new RepeatedByHand();
  const lines: Readonly<Record<string, unknown>>[] = [];
  const fields = { stage: 'production', service: 'auxiliary', release: 'r1' };
  const log = createLog({ level: 'error', fields, time: hand.time, write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
  const service = await startService({
    served: { ...fields, port: 0 }, prepare: async () => undefined, routes: new Hono<RequestEnvironment>(), checks: {}, close: async () => undefined,
  }, log, hand.time);
  expect(hand.repeated.map(({ ms }) => ms)).toEqual([60_000]);
  for (const { action } of hand.repeated) action();
  expect(lines).toMatchObject([{ level: 'info', message: 'alive', ...fields }]);
  await service.drain();
  expect(hand.repeated).toEqual([]);
});
