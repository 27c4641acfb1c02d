import { auxiliaryNeed, sessionLimits, sessionsOfTask } from '../../../lib/core/capacity/session-limits';
import { poolLimits } from '../../../services/api/src/database/limits';
import { taskPool, workerPool } from '../../../services/auxiliary/src/limits';

const fleet = { api: 12, auxiliary: 6, worker: 2 };

test('programs open as many sessions as is counted for them', () => {
  expect(sessionsOfTask).toEqual({ api: poolLimits.sessions, auxiliary: taskPool.sessions, worker: workerPool.sessions });
});

test('writers have sessions for both colours at full size, readers twice as many, and a probe one for each of its 24 lanes', () => {
  const limits = sessionLimits(fleet, 30);
  expect(limits).toMatchObject({ writer: 144, reader: 288, auxiliary: 30 });
  expect(limits.prober).toBeGreaterThanOrEqual(24);
});

test('the auxiliary tier gets its cap and no more, whatever its tasks would open', () => {
  expect(sessionLimits({ ...fleet, auxiliary: 500 }, 30).auxiliary).toBe(30);
});

test('what the auxiliary tier needs is for tasks and workers of both colours', () => {
  expect(auxiliaryNeed(fleet)).toBe(28);
});
