import { isTooLate, judgeSight, pauseAfterLook, type SightEvidence } from '../../../lib/core/evidence/judge-sight';
import type { ProbeAnswer } from '../../../lib/core/evidence/judge-probes';
import type { Probe } from '../../../lib/core/evidence/probe-plan';

const probe: Probe = { operation: 'list', effect: 'read', method: 'GET', target: '/list?limit=watched', body: undefined, expect: 400, key: 'watched-d-1' };
const answered = { probe, kind: 'answered', status: 400, code: 'invalid', release: 'r2', server: undefined } as const;
const thrice = (answer: ProbeAnswer): readonly ProbeAnswer[] => [answer, answer, answer];
const evidence = (change: Partial<SightEvidence> = {}): SightEvidence => ({ answers: [answered], release: 'r2', served: 3, logged: 3, waitedSeconds: 120, ...change });

test('a release that answers customers, and whose answers are counted twice, by the load balancer and in the log, is seen', () => {
  expect(judgeSight(evidence())).toEqual({ verdict: 'passed', reasons: [] });
});

test.each<readonly [string, Partial<SightEvidence>, string, RegExp]>([
  ['no request counted', { served: 0 }, 'inconclusive', /^CloudWatch has no request of green's target group since green has all traffic, for 120 s: no alarm would see it fail$/],
  ['no answer counted', { logged: 0, waitedSeconds: undefined }, 'inconclusive', /^CloudWatch has counted 0 answers in the log, of 3 that green's target group has given, since green has all traffic: no alarm/],
  ['only what blue still ends', { served: 300, logged: 20 }, 'inconclusive', /counted 20 answers in the log, of 300/],
  ['answers of the release before', { answers: thrice({ ...answered, release: 'r1' }) }, 'failed', /^list, by the way that customers come: the answer is of r1, and all traffic should be on r2$/],
  ['answers of the load balancer itself', { answers: thrice({ ...answered, status: 503, release: undefined }) }, 'failed', /the answer is of no release/],
  ['wrong answers', { answers: thrice({ ...answered, status: 500 }) }, 'failed', /answered 500, and the contract says 400$/],
  ['no answers', { answers: thrice({ probe, kind: 'unanswered', why: 'ECONNRESET', silence: 'cut' }) }, 'failed', /no answer \(ECONNRESET\)$/],
  ['two wrong answers', { answers: thrice({ ...answered, status: 500 }).slice(1) }, 'inconclusive', /answered 500/],
])('with %s it does not pass', (_, change, verdict, reason) => {
  const judgement = judgeSight(evidence(change));
  expect([judgement.verdict, judgement.reasons]).toEqual([verdict, [expect.stringMatching(reason)]]);
});

test('a wrong answer that was followed by a right one is nobody\'s fault', () => {
  expect(judgeSight(evidence({ answers: [...thrice({ ...answered, status: 502, release: undefined }), answered] }))).toEqual({ verdict: 'passed', reasons: [] });
});

test('numbers are waited for five minutes by the clock of the log, or, when it shows nothing, by that of whoever looks', () => {
  const minutes = [0, 300_000];
  expect([isTooLate(4, minutes), isTooLate(5, minutes), isTooLate(5, [0, 299_999]), isTooLate(63, []), isTooLate(64, [])]).toEqual([false, true, false, false, true]);
  const byOwnClock = Array.from({ length: 63 }, (_, look) => pauseAfterLook(look + 1)).reduce((sum, pause) => sum + pause);
  expect(byOwnClock).toBeGreaterThanOrEqual(300_000);
  // The function has six minutes, and keeps ten seconds of them for its verdict.
  expect(byOwnClock).toBeLessThan(320_000);
});
