import { connectFailure, DatabaseFailure } from '../../../../services/shared/src/database/failure';
import { Refusal } from '../../../../services/shared/src/http/refusal';
import { requestRecord, type ServedRequest } from '../../../../services/shared/src/http/request-record';

const served = { stage: 'production', service: 'api', release: 'r42' };
const good: ServedRequest = {
  requestId: '1-abc', operation: 'earnPoints', status: 201, answeredAt: new Date('2026-11-23T02:00:00Z'), durationMs: 12.3,
  synthetic: false, error: undefined, unreached: false,
};

const answers = { Namespace: 'Changeover/Service', Dimensions: [['Stage', 'Service']], Metrics: [{ Name: 'Answers', Unit: 'Count' }] };

test('a request is one line that is at the same time its metrics, in both sets of dimensions', () => {
  expect(requestRecord(served, good)).toEqual({
    level: 'info',
    details: {
      operation: 'earnPoints', outcome: 'ok', status: 201, release: 'r42', stage: 'production', service: 'api',
      durationMs: 12.3, requestId: '1-abc',
      _aws: {
        Timestamp: 1_795_399_200_000,
        CloudWatchMetrics: [answers, {
          Namespace: 'Changeover/Service',
          Dimensions: [['Stage', 'Service', 'Operation'], ['Stage', 'Service', 'Operation', 'Release']],
          Metrics: [
            { Name: 'Requests', Unit: 'Count' }, { Name: 'ServerErrors', Unit: 'Count' }, { Name: 'Unreached', Unit: 'Count' }, { Name: 'Latency', Unit: 'Milliseconds' },
          ],
        }],
      },
      Stage: 'production', Service: 'api', Operation: 'earnPoints', Release: 'r42', Answers: 1, Requests: 1, ServerErrors: 0, Unreached: 0, Latency: 12.3,
    },
  });
});

test('a failure of the database carries its SQLSTATE, counts as a server error and tells its causes', () => {
  const cause = Object.assign(new Error('cannot execute INSERT'), { code: '25006', detail: 'Key (member_id)=(anna)' });
  const error = new DatabaseFailure('fault', '25006', cause.message, cause);
  const { level, details } = requestRecord(served, { ...good, status: 500, error });
  expect(level).toBe('error');
  expect(details)
    .toMatchObject({ outcome: 'failed', sqlstate: '25006', ServerErrors: 1, error: { name: 'DatabaseFailure', cause: { code: '25006' } } });
  expect(JSON.stringify(details)).not.toContain('anna');
});

test('a failure for which no server was there fails like any other, and is counted apart', () => {
  const { level, details } = requestRecord(served, { ...good, status: 503, error: connectFailure(new Error('connect ECONNREFUSED')), unreached: true });
  expect(level).toBe('error');
  expect(details).toMatchObject({ outcome: 'failed', status: 503, Requests: 1, ServerErrors: 0, Unreached: 1 });
});

test('a refusal is no server error, and told without a stack', () => {
  expect(requestRecord(served, { ...good, status: 409, error: new Refusal(409, 'insufficient-points', 'the member has 3 points') }))
    .toMatchObject({
    level: 'warn',
    details: { outcome: 'rejected', ServerErrors: 0, error: { code: 'insufficient-points', message: 'the member has 3 points' } },
  });
  expect(requestRecord(served, { ...good, status: 409, error: new Refusal(409, 'c', 'm') }).details.error).not.toHaveProperty('stack');
});

test.each([
  ['a probe', { synthetic: true }], ['a path that the contract does not know', { operation: undefined }],
])('%s is told, and counts as an answer only', (_, difference) => {
  const { details } = requestRecord(served, { ...good, ...difference });
  expect(details).toMatchObject({ _aws: { Timestamp: 1_795_399_200_000, CloudWatchMetrics: [answers] }, Stage: 'production', Service: 'api', Answers: 1 });
  expect(details).not.toHaveProperty('Requests');
  expect(details).toMatchObject({ outcome: 'ok', status: 201 });
});
