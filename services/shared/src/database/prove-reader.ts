import { select } from './query';
import type { ReaderPool } from './reader-pool';

/** @throws DatabaseFailure when no replica answers */
export async function proveReader(reader: ReaderPool): Promise<void> {
  await reader.select(select('select 1', [], () => undefined));
}
