import { iamCredentials } from '../../shared/src/database/iam-credentials';
import { openReplicas, type Replicas } from '../../shared/src/database/open-replicas';
import type { PoolLimits } from '../../shared/src/database/pool-limits';
import { errorChain } from '../../shared/src/log/error-chain';
import type { Log } from '../../shared/src/log/log';
import type { ServiceSettings } from '../../shared/src/settings';
import { machineTime as time } from '../../shared/src/time';

/** The replicas of the task's stage, as its own database user. */
export function replicasOf({ database, readers, region, service, release }: ServiceSettings, limits: PoolLimits, log: Log): Replicas {
  return openReplicas({
    database,
    readers,
    limits,
    credentialsFor: iamCredentials(region),
    applicationName: `${service} ${release}`,
    time,
    onTrouble: (what, { host, user }, error) => log.warn(what, { host, user, error: errorChain(error) }),
  });
}
