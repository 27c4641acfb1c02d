import { runHook, type HookPorts } from '../../../lambda/hooks/hook';
import { judgeRelease } from '../../../lambda/hooks/probe/judge-release';
import type { ProbeAnswer } from '../../../lib/core/evidence/judge-probes';
import type { Probe } from '../../../lib/core/evidence/probe-plan';
import type { Operation } from '../../../lib/core/operation/operation';

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

  test('asks the primary for exactly the writes that were acknowledged', async () => {
    const asked: (readonly string[])[] = [];
    const send = async (probe: Probe): Promise<ProbeAnswer> => (probe.key.includes('lane-1') ? { probe, kind: 'unanswered', why: 'aborted', silence: 'torn' } : good(probe));
    const recorded = async (keys: readonly string[]): Promise<ReadonlySet<string>> => {
      asked.push(keys);
      return new Set(keys);
    };
    await judgeRelease('d-1', { release: 'r2', operations, lanes: 2 }, { send, recorded, log: () => undefined }, never);
    expect(asked).toHaveLength(1);
    expect([...(asked[0] ?? [])].sort()).toEqual(['probe-d-1-alone-0-earn', 'probe-d-1-lane-2-1-earn']);
  });

  test('does not pass when the primary cannot be asked', async () => {
    const logged: object[] = [];
    const ports = { send: good, recorded: async () => { throw new Error('no route'); }, log: (record: object) => void logged.push(record) };
    expect(await judgeRelease('d-1', { release: 'r2', operations, lanes: 2 }, ports, never)).toMatchObject({ verdict: 'broken' });
    expect(logged).toHaveLength(1);
  });

  test('ends with the wave in which the database is away, and the same run repeats what it has sent, under the same keys', async () => {
    const sent: string[] = [];
    let isAway = true;
    const send = async (probe: Probe): Promise<ProbeAnswer> => {
      sent.push(probe.key);
      return isAway && sent.length === 2 ? { probe, kind: 'answered', status: 503, code: '57P03', release: 'r2', server: undefined } : good(probe);
    };
    const ports = { send, recorded: async (keys: readonly string[]) => new Set(keys), log: () => undefined };
    const two = [...operations, { ...operations[0]!, id: 'use', probe: { ...operations[0]!.probe!, after: 'earn' } }];
    expect(await judgeRelease('d-1', { release: 'r2', operations: two, lanes: 2 }, ports, never)).toMatchObject({ verdict: 'inconclusive', away: true });
    expect(sent).toEqual(['probe-d-1-alone-0-earn', 'probe-d-1-alone-0-use']);
    isAway = false;
    expect(await judgeRelease('d-1', { release: 'r2', operations: two, lanes: 2 }, ports, never)).toEqual({ verdict: 'passed', reasons: [] });
    expect(sent.slice(2, 4)).toEqual(sent.slice(0, 2));
  });
});
