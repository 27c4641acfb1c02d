import { runHook, type HookPorts } from '../../../lambda/hooks/hook';
import { judgeRelease } from '../../../lambda/hooks/probe/judge-release';
import type { ProbeAnswer } from '../../../lib/core/evidence/judge-probes';
import type { Room } from '../../../lib/core/evidence/load-bounds';
import type { Probe } from '../../../lib/core/evidence/probe-plan';
import type { Operation } from '../../../lib/core/operation/operation';
import { millis } from '../../../lib/core/units';

const event = { DeploymentId: 'd-ABCDEF123', LifecycleEventHookExecutionId: 'opaque' };

function standing(judge: HookPorts['judge'], report?: HookPorts['report']): { readonly ports: HookPorts; readonly told: string[]; readonly logged: object[] } {
  const told: string[] = [];
  const logged: object[] = [];
  return { told, logged, ports: { judge, report: report ?? (async (_, status) => void told.push(status)), log: (record) => void logged.push(record) } };
}

test.each([['passed', 'Succeeded'], ['failed', 'Failed'], ['inconclusive', 'Failed'], ['broken', 'Failed']] as const)('a verdict of %s is told as %s', async (verdict, status) => {
  const { ports, told } = standing(async () => ({ verdict, reasons: [] }));
  await runHook(event, 60_000, ports);
  expect(told).toEqual([status]);
});

test('a check that throws is told as Failed, and what it threw is logged', async () => {
  const { ports, told, logged } = standing(async () => { throw new Error('no such host'); });
  await runHook(event, 60_000, ports);
  expect(told).toEqual(['Failed']);
  expect(logged).toContainEqual(expect.objectContaining({ level: 'error', cause: expect.stringContaining('no such host') }));
});

test('a check that does not end is told as Failed while there is time left to tell it', async () => {
  const { ports, told } = standing(() => new Promise(() => undefined));
  await runHook(event, 10_020, ports);
  expect(told).toEqual(['Failed']);
});

test('a verdict that cannot be told fails the invocation, so that it is tried again', async () => {
  const { ports } = standing(async () => ({ verdict: 'passed', reasons: [] }), async () => { throw new Error('AccessDenied'); });
  await expect(runHook(event, 60_000, ports)).rejects.toThrow('AccessDenied');
});

const never = new AbortController().signal;

describe('judging a release', () => {
  const operations: readonly Operation[] = [{
    id: 'earn', effect: 'write', method: 'POST', path: '/earn', critical: true, share: 100, load: undefined, probe: { parameters: {}, body: {}, after: undefined, expect: 201 },
  }];
  const good = async (probe: Probe): Promise<ProbeAnswer> => ({ probe, kind: 'answered', status: 201, code: undefined, release: 'r2', server: { recovery: false, server: '' } });

  const room = async (): Promise<Room> => ({ answeredIn: millis(2), sessions: 40, mostSessions: 200 });
  const knowsAll = async (keys: readonly string[]): Promise<ReadonlySet<string>> => new Set(keys);
  const around = { goesOn: async () => undefined, log: () => undefined };

  test('asks the primary for exactly the writes that were acknowledged', async () => {
    const asked: (readonly string[])[] = [];
    const send = async (probe: Probe): Promise<ProbeAnswer> => (probe.key.includes('lane-1') ? { probe, kind: 'unanswered', why: 'aborted', silence: 'torn' } : good(probe));
    const recorded = async (keys: readonly string[]): Promise<ReadonlySet<string>> => {
      asked.push(keys);
      return new Set(keys);
    };
    await judgeRelease('d-1', { release: 'r2', operations, lanes: 2 }, { ...around, send, primary: { recorded, room } }, never);
    expect(asked).toHaveLength(1);
    expect([...(asked[0] ?? [])].sort()).toEqual(['probe-d-1-alone-0-earn', 'probe-d-1-lane-2-3-earn']);
  });

  test('does not pass when the primary cannot be asked', async () => {
    const logged: object[] = [];
    const ports = { ...around, send: good, primary: { recorded: async () => { throw new Error('no route'); }, room }, log: (record: object) => void logged.push(record) };
    expect(await judgeRelease('d-1', { release: 'r2', operations, lanes: 2 }, ports, never)).toMatchObject({ verdict: 'broken' });
    expect(logged).toContainEqual(expect.objectContaining({ level: 'error', cause: expect.stringContaining('no route') }));
  });

  test('sends nothing to a release whose primary does not say how it is, and asks again later', async () => {
    const ports = { ...around, send: () => { throw new Error('sent'); }, primary: { recorded: knowsAll, room: async () => { throw new Error('no route'); } } };
    expect(await judgeRelease('d-1', { release: 'r2', operations, lanes: 2 }, ports, never)).toMatchObject({ verdict: 'broken', away: true });
  });

  /** Probes a release in 24 lanes, with a primary that is like `rooms`, one look after the other, the last one for ever. */
  async function probed(...rooms: readonly Partial<Room>[]) {
    let [looks, sent] = [0, 0];
    const ports = {
      ...around,
      send: async (probe: Probe) => { sent += 1; return good(probe); },
      primary: { recorded: knowsAll, room: async () => ({ ...await room(), ...rooms[Math.min(looks++, rooms.length - 1)] }) },
    };
    const { verdict, reasons } = await judgeRelease('d-1', { release: 'r2', operations, lanes: 24 }, ports, never);
    return { verdict, reasons, sent };
  }

  test('plays a quarter of the customers first, and as many as fit into a fifth of what the primary has free', async () => {
    expect(await probed({})).toEqual({ verdict: 'passed', reasons: [], sent: 1 + 6 + 24 });
    expect(await probed({ sessions: 140 })).toEqual({ verdict: 'passed', reasons: [], sent: 1 + 3 + 12 });
    expect(await probed({ sessions: 199 })).toEqual({ verdict: 'passed', reasons: [], sent: 1 + 1 + 2 });
  });

  test('sends no more as soon as the primary suffers, and does not pass', async () => {
    expect(await probed({}, { answeredIn: millis(1_400) })).toEqual({
      verdict: 'inconclusive', sent: 7,
      reasons: ['the primary suffered from 7 probes, and no more were sent: it took 1.4 s for an answer, and 0.002 s before', '7 of 31 planned probes were sent'],
    });
    expect((await probed({}, {}, { sessions: 180 })).reasons).toEqual(['the primary suffered from 31 probes, and no more were sent: it has 20 of 200 sessions left, and had 160 before']);
  });

  test('sends little to a primary that suffers already, and lets a release pass that does not make it worse', async () => {
    expect(await probed({ answeredIn: millis(3_000) })).toEqual({ verdict: 'passed', reasons: [], sent: 1 + 1 + 2 });
  });

  test('sends no more once the deployment has been stopped', async () => {
    let waves = 0;
    const goesOn = async (): Promise<void> => { if ((waves += 1) === 2) throw new Error('stopped'); };
    const sent: string[] = [];
    const send = async (probe: Probe): Promise<ProbeAnswer> => { sent.push(probe.key); return good(probe); };
    await expect(judgeRelease('d-1', { release: 'r2', operations, lanes: 24 }, { ...around, goesOn, send, primary: { recorded: knowsAll, room } }, never)).rejects.toThrow('stopped');
    expect(sent).toHaveLength(1);
  });

  test('ends with the wave in which the database is away, and the same run repeats what it has sent, under the same keys', async () => {
    const sent: string[] = [];
    let isAway = true;
    const send = async (probe: Probe): Promise<ProbeAnswer> => {
      sent.push(probe.key);
      return isAway && sent.length === 2 ? { probe, kind: 'answered', status: 503, code: '57P03', release: 'r2', server: undefined } : good(probe);
    };
    const ports = { ...around, send, primary: { recorded: knowsAll, room } };
    const two = [...operations, { ...operations[0]!, id: 'use', probe: { ...operations[0]!.probe!, after: 'earn' } }];
    expect(await judgeRelease('d-1', { release: 'r2', operations: two, lanes: 2 }, ports, never)).toMatchObject({ verdict: 'inconclusive', away: true });
    expect(sent).toEqual(['probe-d-1-alone-0-earn', 'probe-d-1-alone-0-use']);
    isAway = false;
    expect(await judgeRelease('d-1', { release: 'r2', operations: two, lanes: 2 }, ports, never)).toEqual({ verdict: 'passed', reasons: [] });
    expect(sent.slice(2, 4)).toEqual(sent.slice(0, 2));
  });
});
