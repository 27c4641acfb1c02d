import { instant } from '../../lib/core/units';
import { LogStore } from '../../lib/region/logs/log-store';
import { verdictsOn } from '../../lib/rehearsal/verdicts';

function logsOf(...lines: readonly string[]): LogStore {
  const logs = new LogStore(() => undefined);
  logs.create('/hooks');
  for (const message of lines) logs.put('/hooks', { at: instant(1), stream: 's', message });
  return logs;
}

test('a verdict is read with its reasons from the log of the hook', () => {
  const logs = logsOf('START', '{"message":"verdict","deploymentId":"d-1","verdict":"failed","reasons":["usePoints: 9 of 24 failed"]}');
  expect(verdictsOn('d-1', logs)).toEqual([{ verdict: 'failed', reasons: ['usePoints: 9 of 24 failed'] }]);
});

test('verdicts on other deployments, and lines that only mention one, are left out', () => {
  const logs = logsOf(
    '{"message":"verdict","deploymentId":"d-2","verdict":"passed","reasons":[]}', 'a "verdict" in words', '"verdict"', '{"message":"other","deploymentId":"d-1","verdict":"passed"}',
  );
  expect(verdictsOn('d-1', logs)).toEqual([]);
});
