import { judgeLogOf, provoke, type LogPorts } from '../../../lambda/hooks/probe/check-log';
import { judgeIdentity } from '../../../lambda/hooks/identity/judge-identity';
import type { RunningEvidence } from '../../../lib/core/evidence/judge-running';
import type { Operation } from '../../../lib/core/operation/operation';

const refusal = { parameters: { limit: '{lane}' }, body: undefined, after: undefined, expect: 400 };
const list: Operation = { id: 'list', effect: 'read', method: 'GET', path: '/list', critical: true, share: 100, probe: undefined, load: undefined, refusal };
const never = new AbortController().signal;

/** A log in which time passes when somebody waits, `speed` times as fast as for them. */
function aLog({ comesAfter = Infinity, ownComeAfter = 0, speed = 1 }: { readonly comesAfter?: number; readonly ownComeAfter?: number; readonly speed?: number }) {
  let now = 0;
  const [asked, marks]: [string[], number[]] = [[], []];
  const ports: LogPorts = {
    send: async ({ method, target }) => {
      asked.push(`${method} ${target}`);
      return { status: 400 };
    },
    wait: async (ms) => { now += ms * speed; },
    mark: () => void marks.push(now),
    marksWith: async () => marks.filter((at) => at + ownComeAfter <= now),
    linesWith: async (text) => (now >= comesAfter ? [JSON.stringify({ release: 'r2', status: 400, error: { message: `limit must be a number, got "${text}"` } })] : []),
  };
  return { ports, asked, elapsed: () => now };
}

async function check(log: ReturnType<typeof aLog>) {
  const provoked = await provoke('d-1', [list], log.ports, never);
  return { judgement: await judgeLogOf(provoked, 'r2', log.ports, never), elapsed: log.elapsed() };
}

test('a request that the contract refuses is sent, marked so that it can be told from all others', async () => {
  const log = aLog({ comesAfter: 0 });
  expect(await check(log)).toEqual({ judgement: { verdict: 'passed', reasons: [] }, elapsed: 250 });
  expect(log.asked).toEqual(['GET /list?limit=refused-d-1']);
});

test('a line that comes within the minute passes as soon as it is there', async () => {
  const { judgement, elapsed } = await check(aLog({ comesAfter: 20_000 }));
  expect([judgement.verdict, elapsed]).toEqual(['passed', 22_750]);
});

test('one that does not come in a minute fails, and the minute is that of the log', async () => {
  expect(await check(aLog({}))).toMatchObject({ judgement: { verdict: 'failed', reasons: [expect.stringMatching(/no line in the log .* for 6\d s$/)] }, elapsed: expect.any(Number) });
  const fast = await check(aLog({ speed: 60 }));
  expect([fast.judgement.verdict, fast.elapsed / 60]).toEqual(['failed', 7_750]);
});

test('a log that shows nobody anything is broken, and not the release', async () => {
  const { judgement, elapsed } = await check(aLog({ ownComeAfter: Infinity }));
  expect(judgement.verdict).toBe('broken');
  expect(elapsed).toBeLessThan(70_000);
});

test('a contract that refuses nothing, and a hook whose time is over, end the check', async () => {
  const log = aLog({});
  await expect(provoke('d-1', [{ ...list, refusal: undefined } as unknown as Operation], log.ports, never)).rejects.toThrow('no operation of the contract');
  await expect(judgeLogOf({ operation: 'list', expect: 400, token: 't', answer: { status: 400 } }, 'r2', log.ports, AbortSignal.abort(new Error('no time left')))).rejects.toThrow('no time left');
});

describe('the identity of what runs', () => {
  const evidence = (running: number): RunningEvidence => ({
    wanted: { taskDefinition: 'api:7', images: {} }, desired: 2, tasks: Array.from({ length: running }, (_, index) => ({ id: String(index), taskDefinition: 'api:7', running: true, containers: [] })),
  });
  const judged = async (...seen: readonly RunningEvidence[]) => {
    let looks = 0;
    const judgement = await judgeIdentity({ wait: async () => undefined, look: async () => seen[Math.min(looks++, seen.length - 1)]! }, never);
    return [judgement.verdict, looks];
  };

  test('is looked at again while a task is being replaced, a few times', async () => {
    expect(await judged(evidence(1), evidence(2))).toEqual(['passed', 2]);
    expect(await judged(evidence(1))).toEqual(['inconclusive', 5]);
  });

  test('is not looked at again once it is wrong', async () => {
    expect(await judged({ ...evidence(2), wanted: { taskDefinition: 'api:8', images: {} } }, evidence(2))).toEqual(['failed', 1]);
  });
});
