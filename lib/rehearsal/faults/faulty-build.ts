import { join } from 'node:path';
import type { Overrides } from '../../edge/workload/bundle-entry';

/** A service of this checkout: bad builds are made of them. */
type Service = 'api' | 'auxiliary';

/** Every way in which a build of a service can be bad: the file of the service that another one replaces. */
const faults = {
  'routing-fault': { service: 'api', replaced: { 'src/database/open-database.ts': 'routing-fault/open-database.ts' } },
  'late-fault': { service: 'api', replaced: { 'src/points/use-points.ts': 'late-fault/use-points.ts' } },
  slow: { service: 'api', replaced: { 'src/points/reads.ts': 'slow/reads.ts' } },
  silent: { service: 'api', replaced: { '../shared/src/log/log.ts': 'silent/log.ts' } },
  leak: { service: 'api', replaced: { 'src/database/open-database.ts': 'leak/open-database.ts' } },
  severed: { service: 'api', replaced: { 'src/database/open-database.ts': 'severed/open-database.ts' } },
  'crash-loop': { service: 'api', replaced: { 'src/main.ts': 'crash-loop/main.ts' } },
  'late-ranking': { service: 'auxiliary', replaced: { 'src/shop/ranking.ts': 'late-ranking/ranking.ts' } },
} as const satisfies Readonly<Record<string, { readonly service: Service; readonly replaced: Overrides }>>;

export type Fault = keyof typeof faults;

/** A service, and what to build it with so that it has the fault; each file says what is wrong in it. */
export function faultyBuild(fault: Fault): { readonly service: string; readonly overrides: Overrides } {
  const { service, replaced } = faults[fault];
  const overrides = Object.fromEntries(Object.entries(replaced).map(([file, instead]) => [file, join(__dirname, instead)]));
  return { service: directoryOf(service), overrides };
}

export const directoryOf = (service: Service): string => join(__dirname, '../../../services', service);
