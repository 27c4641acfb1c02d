import { join } from 'node:path';
import type { Overrides } from '../../edge/workload/bundle-entry';

/** Makes a build of services/api in which uses that overlap with reads go to the replica: see the file that it puts in. */
export function routingFault(): Overrides {
  return { 'src/database/open-database.ts': join(__dirname, 'routing-fault', 'open-database.ts') };
}
