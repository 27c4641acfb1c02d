import { preparePostgres, type PostgresTemplate } from '../edge/postgres/template';
import type { RunDirectory } from '../edge/processes/run-directory';
import type { Watchdog } from '../edge/processes/watchdog';
import { loadSpecification, type Specification } from './cloudformation/specification';
import { regionPrograms, type Programs } from './programs';

/** What takes time to prepare and serves any number of regions, one after another. */
export interface RegionKit {
  readonly run: RunDirectory;
  readonly watchdog: Watchdog;
  readonly postgres: PostgresTemplate;
  readonly programs: Programs;
  readonly specification: Specification;
}

export async function prepareKit(run: RunDirectory, watchdog: Watchdog): Promise<RegionKit> {
  const [postgres, programs] = await Promise.all([preparePostgres(run, watchdog), regionPrograms(run.path)]);
  return { run, watchdog, postgres, programs, specification: loadSpecification() };
}
