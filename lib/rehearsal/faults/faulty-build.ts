import { join } from 'node:path';
import type { Overrides } from '../../edge/workload/bundle-entry';

/** Every way in which a build of services/api can be bad: the file of the service that another one replaces. */
const replaced = {
  'routing-fault': { 'src/database/open-database.ts': 'routing-fault/open-database.ts' },
  'late-fault': { 'src/points/use-points.ts': 'late-fault/use-points.ts' },
  slow: { 'src/points/reads.ts': 'slow/reads.ts' },
  silent: { '../shared/src/log/log.ts': 'silent/log.ts' },
  leak: { 'src/database/open-database.ts': 'leak/open-database.ts' },
  'crash-loop': { 'src/main.ts': 'crash-loop/main.ts' },
} as const satisfies Readonly<Record<string, Overrides>>;

export type Fault = keyof typeof replaced;

/** What to build services/api with, so that it has the fault; each file says what is wrong in it. */
export function faultyBuild(fault: Fault): Overrides {
  return Object.fromEntries(Object.entries(replaced[fault]).map(([file, instead]) => [file, join(__dirname, instead)]));
}
