import { untilEnded } from '../../lib/cli/commands/wait';
import type { Host } from '../../lib/cli/host';
import type { StandingDeployment } from '../../lib/core/standing/standing';
import type { Clock } from '../../lib/core/time';
import { instant, seconds } from '../../lib/core/units';

const deployment = (phase: StandingDeployment['phase']): StandingDeployment => ({ id: 'd-1', createdAt: instant(0), description: '', takesBack: undefined, watchedBy: undefined, phase });
const unreachable = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
/** A clock on which every wait is over at once. */
const clock: Clock = { now: () => instant(0), sleep: async () => undefined };

/** Waits for what `answers` tells, one after another and the last for ever. */
async function wait(answers: readonly (StandingDeployment | Error)[]) {
  const said: string[] = [];
  const host: Host = { out: (text) => void said.push(text), err: (text) => void said.push(text), width: 80, interactive: false, ask: async () => '', environment: {}, signal: new AbortController().signal, atInterrupt: () => undefined };
  let asked = 0;
  const ask = async (): Promise<StandingDeployment> => {
    const answer = answers[Math.min(asked, answers.length - 1)]!;
    asked += 1;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const exitCode = await untilEnded({ deployment: ask }, 'd-1', { json: false, every: seconds(5) }, host, clock);
  return { exitCode, said, asked };
}

test('every step is said once, however often it is looked at', async () => {
  const [shifting, baking] = [deployment({ at: 'event', event: 'AllowTraffic' }), deployment({ at: 'baking', until: undefined })];
  const { exitCode, said } = await wait([shifting, shifting, baking, baking, baking, deployment({ at: 'promoted' })]);
  expect({ exitCode, said }).toEqual({ exitCode: 0, said: ['d-1: AllowTraffic\n', 'd-1: has all customers, bakes\n', 'd-1: ended well\n', 'deployment d-1 has all customers, and its bake is over\n'] });
});

test('a late rollback ends it with 1, once the rollback has ended', async () => {
  const because = 'stopped: ALARM_ACTIVE';
  const { exitCode, asked } = await wait([
    deployment({ at: 'baking', until: undefined }), deployment({ at: 'ended', because, rollback: { kind: 'awaited' } }), deployment({ at: 'ended', because, rollback: { kind: 'running', id: 'd-2' } }),
    deployment({ at: 'ended', because, rollback: { kind: 'succeeded', id: 'd-2' } }),
  ]);
  expect({ exitCode, asked }).toEqual({ exitCode: 1, asked: 4 });
});

test('a connection that breaks and comes back changes nothing', async () => {
  const { exitCode, said } = await wait([unreachable, unreachable, deployment({ at: 'promoted' })]);
  expect(exitCode).toBe(0);
  expect(said.filter((line) => line.includes('ECONNREFUSED'))).toHaveLength(2);
});

test('one that stays away is told, and so is anything else at once', async () => {
  await expect(wait([unreachable])).rejects.toThrow('ECONNREFUSED');
  await expect(wait([new TypeError('our bug')])).rejects.toThrow('our bug');
});
