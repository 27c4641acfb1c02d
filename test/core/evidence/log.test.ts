import { together } from '../../../lib/core/evidence/findings';
import { judgeLog, type LogEvidence } from '../../../lib/core/evidence/judge-log';
import { lookedEnough, pauseBefore } from '../../../lib/core/evidence/log-patience';

const line = (change: object = {}): string => JSON.stringify({ level: 'warn', message: 'request', release: 'r2', status: 400, error: { name: 'Refusal', message: 'limit must be a whole number from 1 to 100, got "refused-d-1"' }, ...change });
const evidence = (change: Partial<LogEvidence> = {}): LogEvidence => ({ operation: 'list', expect: 400, answer: { status: 400 }, token: 'refused-d-1', release: 'r2', lines: [line()], waitedSeconds: 1, ...change });

test('a line that names the release, the status and the reason is enough, whatever stands around it', () => {
  expect(judgeLog(evidence())).toEqual({ verdict: 'passed', reasons: [] });
  expect(judgeLog(evidence({ lines: ['no JSON refused-d-1', line()] })).verdict).toBe('passed');
});

test.each<readonly [string, Partial<LogEvidence>, string, RegExp]>([
  ['no line', { lines: [], waitedSeconds: 61 }, 'failed', /^list: a refused request has left no line in the log .*, for 61 s$/],
  ['one that only counts', { lines: [line({ error: undefined })] }, 'failed', /does not say why/],
  ['one with an error that says nothing of it', { lines: [line({ error: { name: 'Refusal', message: 'bad' }, requestId: 'refused-d-1' })] }, 'failed', /does not say why/],
  ['one of another release', { lines: [line({ release: 'r1' })] }, 'failed', /does not say why/],
  ['one without the status', { lines: [line({ status: 200 })] }, 'failed', /does not say why/],
  ['one that nobody can parse', { lines: ['400 refused-d-1 limit must be a number'] }, 'failed', /does not say why.*: 400 refused/],
  ['a request that was not refused', { answer: { status: 200 } }, 'failed', /was answered 200, and the contract says 400$/],
  ['an error of the server\'s own', { answer: { status: 500 } }, 'failed', /was answered 500/],
  ['no answer', { answer: { why: 'ECONNRESET' } }, 'failed', /got no answer \(ECONNRESET\)$/],
  ['a log in which nothing comes through', { lines: [], waitedSeconds: undefined }, 'broken', /not even this function's own$/],
])('with %s it does not pass', (_, change, verdict, reason) => {
  const judgement = judgeLog(evidence(change));
  expect(judgement.verdict).toBe(verdict);
  expect(judgement.reasons).toEqual([expect.stringMatching(reason)]);
});

test('enough was looked after a minute by the clock of the log, or, when it shows nothing, by that of whoever looks', () => {
  const minute = [1_000, 61_000];
  expect([lookedEnough(4, minute), lookedEnough(5, minute), lookedEnough(5, [1_000, 60_999]), lookedEnough(5, []), lookedEnough(15, []), lookedEnough(16, [])]).toEqual([false, true, false, false, false, true]);
  const byOwnClock = Array.from({ length: 16 }, (_, look) => pauseBefore(look)).reduce((sum, pause) => sum + pause);
  expect(byOwnClock).toBeGreaterThanOrEqual(60_000);
  // The function has two minutes, and keeps ten seconds of them for its verdict.
  expect(byOwnClock).toBeLessThan(70_000);
});

test('judgements of one release make one, the worst of them first', () => {
  const judgements = [{ verdict: 'inconclusive', reasons: ['a'] }, { verdict: 'passed', reasons: [] }, { verdict: 'failed', reasons: ['b'] }] as const;
  expect(together(judgements)).toEqual({ verdict: 'failed', reasons: ['b', 'a'] });
  expect(together([])).toEqual({ verdict: 'passed', reasons: [] });
});
