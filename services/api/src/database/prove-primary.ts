import { DatabaseFailure } from '../../../shared/src/database/failure';
import { select } from '../../../shared/src/database/query';
import type { WriterPool } from './writer-pool';

/** @throws DatabaseFailure when the writer reaches no server that takes writes */
export async function provePrimary(writer: WriterPool): Promise<void> {
  const [recovering] = await writer.select(select('select pg_is_in_recovery() as recovery', [], ({ recovery }) => recovery === true));
  if (recovering === false) return;
  throw new DatabaseFailure('unavailable', undefined, 'the writer is connected to a server in recovery, which takes no writes', undefined);
}
