import { instant } from '../../../lib/core/units';
import { LogStore } from '../../../lib/region/logs/log-store';
import { logOperations } from '../../../lib/region/logs/operations';

const caller = { accessKeyId: 'ASIA1', region: 'ap-northeast-2', principal: 'arn:aws:iam::111122223333:user/test' };
interface Answer { readonly events: readonly { readonly message: string; readonly logStreamName?: string }[]; readonly nextToken?: string; readonly nextForwardToken: string; readonly nextBackwardToken: string }
let ask: (operation: string, input: Record<string, unknown>) => Promise<Answer>;

beforeEach(() => {
  const logs = new LogStore(() => undefined);
  logs.create('/shop/api', 30);
  logs.create('/other');
  for (let index = 0; index < 6; index += 1) logs.put('/shop/api', { at: instant(1_000 * index), stream: index % 2 === 0 ? 'api/a' : 'api/b', message: index === 4 ? 'it failed' : `line ${index}` });
  const operations = logOperations(logs);
  ask = async (operation, input) => await operations[operation]?.(input, caller) as Answer;
});
const messages = ({ events }: Answer): readonly string[] => events.map(({ message }) => message);

test('groups are found by the start of their names', async () => {
  expect(await ask('DescribeLogGroups', { logGroupNamePrefix: '/shop' })).toMatchObject({ logGroups: [{ logGroupName: '/shop/api', retentionInDays: 30, arn: 'arn:aws:logs:ap-northeast-2:111122223333:log-group:/shop/api:*', storedBytes: 6 * 26 + 5 * 6 + 9 }] });
});

test('events are found by pattern, stream and time, in pages', async () => {
  const of = (more: object) => ask('FilterLogEvents', { logGroupName: '/shop/api', ...more });
  expect(messages(await of({ filterPattern: 'failed' }))).toEqual(['it failed']);
  expect(messages(await of({ logStreamNames: ['api/b'] }))).toEqual(['line 1', 'line 3', 'line 5']);
  expect(messages(await of({ logStreamNamePrefix: 'api/', startTime: 2_000, endTime: 4_000 }))).toEqual(['line 2', 'line 3']);
  const first = await of({ limit: 4 });
  expect([messages(first), messages(await of({ limit: 4, nextToken: first.nextToken }))]).toEqual([['line 0', 'line 1', 'line 2', 'line 3'], ['it failed', 'line 5']]);
});

test('a stream is read from its end backwards, or from its head until the token stays the same', async () => {
  const of = (more: object) => ask('GetLogEvents', { logGroupName: '/shop/api', logStreamName: 'api/b', limit: 2, ...more });
  const last = await of({});
  expect([messages(last), messages(await of({ nextToken: last.nextBackwardToken }))]).toEqual([['line 3', 'line 5'], ['line 1']]);
  const head = await of({ startFromHead: true });
  const next = await of({ nextToken: head.nextForwardToken });
  const end = await of({ nextToken: next.nextForwardToken });
  expect([messages(head), messages(next), messages(end), end.nextForwardToken]).toEqual([['line 1', 'line 3'], ['line 5'], [], next.nextForwardToken]);
});

test.each([['FilterLogEvents', { logGroupName: '/none' }, 'ResourceNotFoundException'], ['GetLogEvents', { logGroupName: '/none' }, 'ResourceNotFoundException'], ['FilterLogEvents', { logGroupName: '/other', unmask: true }, 'InvalidParameterException']])('%s of %j is refused', async (operation, input, code) => {
  await expect(ask(operation, input)).rejects.toMatchObject({ code });
});
