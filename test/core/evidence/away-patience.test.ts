import { judgePatiently } from '../../../lambda/hooks/probe/judge-patiently';
import { afterLook } from '../../../lib/core/evidence/away-patience';
import type { ProbeJudgement } from '../../../lib/core/evidence/judge-probes';
import { millis, seconds } from '../../../lib/core/units';

const kinds: Readonly<Record<string, ProbeJudgement>> = {
  '-': { verdict: 'inconclusive', reasons: ['use: 1 of 1 answered that what they need is away'], away: true },
  '?': { verdict: 'broken', reasons: ['the primary could not be asked'], away: true },
  '+': { verdict: 'passed', reasons: [] },
  'x': { verdict: 'failed', reasons: ['use: 1 of 1 answered with an error'] },
  'o': { verdict: 'inconclusive', reasons: ['no operation has a probe'] },
};
const looks = (seen: string) => [...seen].map((kind) => kinds[kind] as ProbeJudgement);
const after = (seen: string, waitedS = 0, leftS = 100) => {
  const next = afterLook(looks(seen), { marks: [0, waitedS * 1_000], left: seconds(leftS) });
  return next.kind === 'look' ? `look after ${next.pause} with ${next.good}` : next.judgement.verdict;
};

describe('after looks at a release', () => {
  test.each([
    ['+', 'passed'], ['x', 'failed'], ['o', 'inconclusive'],
    ['-', 'look after 250 with 0'], ['--', 'look after 500 with 0'], ['?', 'look after 250 with 0'], ['-----', 'look after 5000 with 0'],
    ['-+', 'look after 250 with 1'], ['--++', 'look after 250 with 2'], ['-?+++', 'passed'],
    ['-x', 'failed'], ['-+x', 'failed'], ['-o', 'inconclusive'], ['-+-', 'inconclusive'], ['-++-', 'inconclusive'],
  ])('that found %s, it says: %s', (seen, said) => expect(after(seen)).toBe(said));

  test.each([
    ['--', 200, 100, 'look after 500 with 0'], ['-----', 179, 100, 'look after 5000 with 0'], ['-----', 180, 100, 'inconclusive'], ['????-', 180, 100, 'inconclusive'],
    ['-----+', 200, 100, 'look after 250 with 1'], ['-', 0, 0, 'inconclusive'], ['-+', 0, 0, 'inconclusive'], ['-+++', 200, 0, 'passed'],
  ])('that found %s, after %i s and with %i s left, it says: %s', (seen, waited, left, said) => expect(after(seen, waited, left)).toBe(said));

  test('says for how long something was away, and what was seen last', () => {
    const next = afterLook(looks('--------'), { marks: [5_000, 190_000], left: seconds(9) });
    expect(next).toEqual({ kind: 'tell', judgement: { verdict: 'inconclusive', reasons: ['8 of 8 looks met a database or a load balancer that was away, for 185 s', 'use: 1 of 1 answered that what they need is away'] } });
  });
});

/** Looks at a database that is away for `awaySeconds`; a look takes a second. */
async function looking({ awaySeconds, haveSeconds }: { readonly awaySeconds: number; readonly haveSeconds: number }) {
  let now = 0;
  const [runs, marks]: [string[], number[]] = [[], []];
  const judgement = await judgePatiently('d-1', {
    look: async (run) => {
      runs.push(run);
      now += 1_000;
      return kinds[now <= awaySeconds * 1_000 ? '-' : '+'] as ProbeJudgement;
    },
    mark: () => void marks.push(now), marksWith: async () => marks, wait: async (ms) => { now += ms; }, left: () => millis(haveSeconds * 1_000 - now),
  }, new AbortController().signal);
  return { verdict: judgement.verdict, seconds: now / 1_000, runs: [...new Set(runs)], looks: runs.length };
}

test('a failover of two minutes is waited out: the run that it met is repeated, and two new ones follow', async () => {
  expect(await looking({ awaySeconds: 120, haveSeconds: 180 })).toEqual({ verdict: 'passed', seconds: 125.25, runs: ['d-1', 'd-1-2', 'd-1-3'], looks: 26 });
});

test('one that does not end is given up, while there is time left for telling it', async () => {
  const { verdict, seconds: waited } = await looking({ awaySeconds: Infinity, haveSeconds: 180 });
  expect(verdict).toBe('inconclusive');
  expect(waited).toBeLessThan(187);
});

test('a release that meets none is looked at once', async () => {
  expect(await looking({ awaySeconds: 0, haveSeconds: 180 })).toMatchObject({ verdict: 'passed', looks: 1 });
});
