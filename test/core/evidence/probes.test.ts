import { judgeProbes, type ProbeAnswer, type ProbeEvidence, type Silence } from '../../../lib/core/evidence/judge-probes';
import { probePlan, type Probe } from '../../../lib/core/evidence/probe-plan';
import type { Operation } from '../../../lib/core/operation/operation';

const operation = (id: string, effect: Operation['effect'], after?: string): Operation => ({
  id, effect, method: effect === 'read' ? 'GET' : 'POST', path: `/members/{member}/${id}`, critical: true, share: 25, load: undefined,
  probe: { parameters: { member: 'probe-{lane}' }, body: effect === 'read' ? undefined : { points: 1 }, after, expect: effect === 'read' ? 200 : 201 },
});
const earn = operation('earn', 'write');
const use = operation('use', 'write', 'earn');
const balance = operation('balance', 'read');
const operations = [earn, use, balance];

describe('a plan of probes', () => {
  const plan = probePlan(operations, 4, 'd-1');

  test('tries every operation alone first, each after what it needs', () => {
    expect(plan.slice(0, 3).map((wave) => wave.map((probe) => probe.operation))).toEqual([['earn'], ['balance'], ['use']]);
  });

  test('then a quarter of the lanes at once, and all: what an operation needs in the first wave, itself in the second, reads in both', () => {
    const counts = plan.slice(3).map((wave) => Object.fromEntries(['earn', 'use', 'balance'].map((id) => [id, wave.filter((probe) => probe.operation === id).length])));
    expect(counts).toEqual([{ earn: 1, use: 0, balance: 1 }, { earn: 0, use: 1, balance: 1 }, { earn: 4, use: 0, balance: 4 }, { earn: 0, use: 4, balance: 4 }]);
  });

  test('leaves nothing behind: as many uses as earnings for every member', () => {
    const perMember = new Map<string, number>();
    for (const probe of plan.flat()) {
      const member = probe.target.split('/')[2] ?? '';
      perMember.set(member, (perMember.get(member) ?? 0) + (probe.operation === 'earn' ? 1 : probe.operation === 'use' ? -1 : 0));
    }
    expect(perMember.size).toBe(5);
    expect([...perMember.values()].every((sum) => sum === 0)).toBe(true);
  });

  test('has a key of its own for every probe, and others for another run', () => {
    const keys = plan.flat().map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(probePlan(operations, 4, 'd-2').flat().map(({ key }) => key).filter((key) => keys.includes(key))).toEqual([]);
  });

  test('is the same for the same run', () => {
    expect(probePlan(operations, 4, 'd-1')).toEqual(plan);
  });

  // A balancer with three tasks takes turns. In the order of the contract each task would get one operation only, and
  // operations that disturb each other would never meet: a real bad build passed its probes like this.
  test.each([2, 3, 4])('does not resonate with a balancer that takes turns between %i tasks', (tasks) => {
    const wave = probePlan(operations, 24, 'd-1').at(-1) ?? [];
    for (let task = 0; task < tasks; task += 1) {
      const here = wave.filter((_, index) => index % tasks === task).map((probe) => probe.operation);
      expect(new Set(here)).toEqual(new Set(['use', 'balance']));
    }
  });
});

describe('a verdict on probes', () => {
  const plan = probePlan(operations, 2, 'd-1').flat();
  const good = (probe: Probe): ProbeAnswer => ({
    probe, kind: 'answered', status: probe.expect, code: undefined, release: 'r2', server: probe.effect === 'write' ? { recovery: false, server: '10.0.0.1:5432' } : undefined,
  });
  const evidence = (changes: Partial<ProbeEvidence> = {}): ProbeEvidence =>
    ({ planned: plan.length, answers: plan.map(good), release: 'r2', recorded: new Set(plan.map(({ key }) => key)), ...changes });
  const answering = (change: (answer: ProbeAnswer, index: number) => ProbeAnswer): ProbeEvidence => evidence({ answers: plan.map(good).map(change) });
  const isUse = ({ probe }: ProbeAnswer): boolean => probe.operation === 'use';

  test('passes when every operation works and every write is on the primary', () => {
    expect(judgeProbes(evidence())).toEqual({ verdict: 'passed', reasons: [] });
  });

  test('fails when some of an operation fail, and says how many of how many and with which code', () => {
    const failing = answering((answer) => (isUse(answer) && answer.probe.key.includes('lane-2') ? { ...answer, kind: 'answered', status: 500, code: '25006', release: 'r2', server: undefined } as ProbeAnswer : answer));
    expect(judgeProbes(failing)).toEqual({ verdict: 'failed', reasons: ['use: 1 of 4 answered with an error (1 x 500 25006)'] });
  });

  test('fails when an acknowledged write is not on the primary, whatever the answer said', () => {
    const lost = plan.find((probe) => probe.operation === 'earn') as Probe;
    const recorded = new Set(plan.map(({ key }) => key).filter((key) => key !== lost.key));
    expect(judgeProbes(evidence({ recorded }))).toMatchObject({ verdict: 'failed', reasons: [expect.stringContaining('not on the primary')] });
  });

  test('fails when a write was taken by a server in recovery', () => {
    const onReplica = answering((answer) => (isUse(answer) && answer.kind === 'answered' ? { ...answer, server: { recovery: true, server: 'replica' } } : answer));
    expect(judgeProbes(onReplica)).toMatchObject({ verdict: 'failed', reasons: [expect.stringContaining('in recovery')] });
  });

  test('fails when another release answers, since then nothing was learned about this one', () => {
    const foreign = answering((answer) => (answer.kind === 'answered' ? { ...answer, release: 'r1' } : answer));
    expect(judgeProbes(foreign)).toMatchObject({ verdict: 'failed', reasons: expect.arrayContaining([expect.stringContaining('another release than r2')]) });
  });

  test('fails when an answer ends in the middle', () => {
    const torn = answering((answer, index) => (index === 0 ? silent(answer, 'torn') : answer));
    expect(judgeProbes(torn)).toMatchObject({ verdict: 'failed', reasons: [expect.stringContaining('got no answer (1 x torn)')] });
  });

  test('is not passed when nothing was probed, when less was sent than planned, or when a write did not say where it went', () => {
    expect(judgeProbes(evidence({ planned: 0, answers: [] })).verdict).toBe('inconclusive');
    expect(judgeProbes(evidence({ planned: plan.length + 1 })).verdict).toBe('inconclusive');
    expect(judgeProbes(answering((answer) => (isUse(answer) && answer.kind === 'answered' ? { ...answer, server: undefined } : answer))).verdict).toBe('inconclusive');
  });

  const away = (answer: ProbeAnswer): ProbeAnswer => ({ ...(answer as Extract<ProbeAnswer, { kind: 'answered' }>), status: 503, code: '57P03', server: undefined });
  const silent = (answer: ProbeAnswer, silence: Silence): ProbeAnswer => ({ probe: answer.probe, kind: 'unanswered', why: silence, silence });
  const late = (answer: ProbeAnswer): ProbeAnswer => silent(answer, 'late');
  const cut = (answer: ProbeAnswer): ProbeAnswer => silent(answer, 'cut');
  const first = (change: (answer: ProbeAnswer) => ProbeAnswer) => answering((answer, index) => (index === 0 ? change(answer) : answer));

  test.each([
    ['an answer that what it needs is away', first(away), ['inconclusive', true]],
    ['late answers beside it', answering((answer, index) => (index === 0 ? away(answer) : late(answer))), ['inconclusive', true]],
    ['a primary that whoever asks cannot reach either', evidence({ recorded: undefined }), ['broken', true]],
    ['late answers, and such a primary', { ...first(late), recorded: undefined }, ['broken', true]],
    ['what was not sent after it', { ...first(away), planned: plan.length + 3 }, ['inconclusive', true]],
    ['late answers alone', first(late), ['failed', undefined]],
    ['a connection that was cut before an answer', first(cut), ['inconclusive', true]],
    ['late answers beside it', answering((answer, index) => (index === 0 ? cut(answer) : late(answer))), ['broken', true]],
    ['no connection at all', answering(cut), ['broken', true]],
    ['a connection that was cut in an answer', first((answer) => silent(answer, 'torn')), ['failed', undefined]],
    ['an answer of the load balancer for a task that is cut off', first((answer) => ({ ...away(answer), status: 502, release: undefined } as ProbeAnswer)), ['failed', undefined]],
    ['an error beside it', answering((answer, index) => (index === 0 ? away(answer) : { ...answer, status: 500 } as ProbeAnswer)), ['failed', undefined]],
    ['a balancer that has no tasks', first((answer) => ({ ...away(answer), release: undefined } as ProbeAnswer)), ['failed', undefined]],
    ['a lost write beside it', { ...first(away), recorded: new Set<string>() }, ['failed', undefined]],
    ['no probe at all', evidence({ planned: 0, answers: [], recorded: undefined }), ['inconclusive', undefined]],
    ['nothing', evidence(), ['passed', undefined]],
  ])('with %s: what a database or a load balancer that is away does is not held against the release, and passes nothing', (_, found, expected) => {
    const { verdict, away: seemsAway } = judgeProbes(found);
    expect([verdict, seemsAway]).toEqual(expected);
  });

  test('is broken when the primary could not be asked, and failed when nobody answered at all', () => {
    expect(judgeProbes(evidence({ recorded: undefined }))).toMatchObject({ verdict: 'broken' });
    expect(judgeProbes(answering(late)).verdict).toBe('failed');
  });
});
