import { instant } from '../../lib/core/units';
import { LogStore } from '../../lib/region/logs/log-store';
import { loggedBy } from '../../lib/rehearsal/logged-by';

test('what a release has logged of customers is counted; probes, other lines and other releases are not', () => {
  const logs = new LogStore(() => undefined);
  logs.create('/api');
  const put = (record: object): void => logs.put('/api', { at: instant(1), stream: 's', message: JSON.stringify(record) });
  for (let at = 0; at < 3; at += 1) put({ message: 'request', release: 'r2' });
  put({ message: 'request', release: 'r2', synthetic: true });
  put({ message: 'request', release: 'r20' });
  put({ message: 'serving', release: 'r2' });
  expect(loggedBy('r2', logs)).toBe(3);
});
