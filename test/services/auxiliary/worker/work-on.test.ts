import { DatabaseFailure } from '../../../../services/shared/src/database/failure';
import type { Select } from '../../../../services/shared/src/database/query';
import type { ReaderPool } from '../../../../services/shared/src/database/reader-pool';
import { createLog } from '../../../../services/shared/src/log/log';
import { machineTime } from '../../../../services/shared/src/time';
import { Unavailable } from '../../../../services/shared/src/unavailable';
import type { Digest } from '../../../../services/auxiliary/src/digest/digest';
import type { DigestStore } from '../../../../services/auxiliary/src/worker/digest-store';
import type { Lease } from '../../../../services/auxiliary/src/worker/lease';
import { workOn } from '../../../../services/auxiliary/src/worker/work-on';
import type { Line } from '../../support/line';

const served = { stage: 'staging', service: 'auxiliary', release: 'r2' };
const asked = { shopId: 'shop-1', key: 'monday', day: '2026-11-23', requestId: '1-abc', synthetic: false };
const figures = { members: '1', points: '5', movements: '1', earned: '5', used: '0', member_id: 'anna', balance: '5' };

interface World {
  readonly filed?: Awaited<ReturnType<DigestStore['file']>> | Error;
  readonly read?: Error;
  readonly body?: string;
}

async function work({ filed = 'filed', read, body = JSON.stringify(asked) }: World = {}) {
  const lines: Line[] = [];
  const stored: { readonly digest: Digest; readonly under: Lease }[] = [];
  const reader: ReaderPool = {
    role: 'reader',
    warm: async () => undefined,
    select: async <Row>({ row }: Select<Row>) => {
      if (read !== undefined) throw read;
      return [row(figures)];
    },
  };
  const store: DigestStore = {
    file: async (digest, under) => {
      stored.push({ digest, under });
      if (filed instanceof Error) throw filed;
      return filed;
    },
  };
  const log = createLog({ level: 'info', fields: {}, time: machineTime, write: (line) => void lines.push(JSON.parse(line) as Line) });
  const outcome = await workOn({ messageId: 'm1', body, handle: 'h', deliveries: 2 }, 7, { reader, store, served, log, time: machineTime });
  return { outcome, lines, stored };
}

test('a message becomes a digest, filed under the lease that it was begun with, and one line with its metrics', async () => {
  const { outcome, lines, stored } = await work();
  expect(outcome).toBe('finish');
  expect(stored).toMatchObject([{
    digest: { request: asked, release: 'r2', statistics: { members: 1, points: 5, movements: 1, earned: 5, used: 0 }, ranking: [{ memberId: 'anna', points: 5 }] },
    under: { release: 'r2', epoch: 7 },
  }]);
  expect(lines).toMatchObject([{
    level: 'info', message: 'message', operation: 'composeDigest', outcome: 'ok', messageId: 'm1', deliveries: 2, requestId: '1-abc',
    Service: 'auxiliary', Operation: 'composeDigest', Release: 'r2', Requests: 1, ServerErrors: 0,
  }]);
});

test('one that was there already is finished, and counted once', async () => {
  const { outcome, lines } = await work({ filed: 'there-already' });
  expect(outcome).toBe('finish');
  expect(lines).toMatchObject([{ outcome: 'repeated' }]);
  expect(lines[0]).not.toHaveProperty('_aws');
});

test('one whose lease has gone in the meantime is given back, and no failure', async () => {
  const { outcome, lines } = await work({ filed: 'lease-lost' });
  expect(outcome).toBe('give-back');
  expect(lines).toMatchObject([{ level: 'info', outcome: 'given back' }]);
});

const away = new DatabaseFailure('unavailable', undefined, 'no session with the database', undefined);

test.each([
  ['no replica', { read: away }], ['a replica without time', { read: new DatabaseFailure('overloaded', '57014', 'canceling statement', undefined) }],
  ['no table', { filed: new Unavailable('digests-unavailable', 'the digest could not be filed', undefined) }],
])('with %s it waits for later, and counts as failed now', async (_, world) => {
  const { outcome, lines } = await work(world);
  expect(outcome).toBe('later');
  expect(lines).toMatchObject([{ level: 'error', outcome: 'failed', ServerErrors: 1 }]);
});

test('what fails by itself is refused: a statement of ours, and a message that nobody here wrote', async () => {
  expect(await work({ read: new DatabaseFailure('fault', '42703', 'column does not exist', undefined) })).toMatchObject({ outcome: 'refuse', lines: [{ sqlstate: '42703' }] });
  for (const body of ['', 'null', '[]', '{}', JSON.stringify({ ...asked, key: '' }), JSON.stringify({ ...asked, synthetic: 'no' })]) {
    expect(await work({ body })).toMatchObject({ outcome: 'refuse', stored: [], lines: [{ level: 'error', ServerErrors: 1 }] });
  }
});

test('the digest of a probe is told and not counted', async () => {
  const { lines } = await work({ body: JSON.stringify({ ...asked, shopId: 'probe', synthetic: true }) });
  expect(lines).toMatchObject([{ outcome: 'ok', synthetic: true }]);
  expect(lines[0]).not.toHaveProperty('_aws');
});
