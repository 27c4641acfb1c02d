import type { Clock } from '../../core/time';
import { withConnection } from '../../edge/postgres/login';
import { administrator, type PostgresServer } from '../../edge/postgres/server';
import { everyMinute } from '../cloudwatch/every-minute';
import type { MetricStore } from '../cloudwatch/metric-store';
import type { Unit } from '../cloudwatch/units';

/** One instance as it is measured. */
export interface MeasuredInstance {
  readonly identifier: string;
  readonly server: PostgresServer;
  readonly isReplica: boolean;
}

interface Row {
  readonly connections: number;
  readonly active: number;
  readonly deadlocks: number;
  readonly lag: number;
}

/** Sessions of the platform itself are left out. What is received and replayed whole has no lag, however long ago it was. */
const MEASURE = `select
  (select count(*) from pg_stat_activity where backend_type = 'client backend' and usename <> 'rdsadmin')::int as connections,
  (select count(*) from pg_stat_activity where backend_type = 'client backend' and usename <> 'rdsadmin' and state <> 'idle')::int as active,
  (select coalesce(sum(deadlocks), 0) from pg_stat_database)::int as deadlocks,
  case when not pg_is_in_recovery() or pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
    else coalesce(extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()), 0) end::float8 as lag`;

/**
 * Publishes each instance's numbers every minute (model time), as its server says them, and each proxy's clients:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
 *
 * A server that is down has no numbers.
 */
export async function measureDatabases(
  instances: () => readonly MeasuredInstance[], proxies: () => Readonly<Record<string, number>>, metrics: MetricStore, clock: Clock, signal: AbortSignal,
): Promise<void> {
  const before = new Map<string, number>();
  for await (const at of everyMinute(clock, signal)) {
    const put = (dimensions: Readonly<Record<string, string>>, name: string, value: number, unit: Unit = 'Count'): void =>
      metrics.put({ namespace: 'AWS/RDS', name, dimensions }, at, value, 1, { unit });
    await Promise.all(instances().map(async ({ identifier, server, isReplica }) => {
      const row = await measured(server);
      if (row === undefined || signal.aborted) return;
      const dimensions = { DBInstanceIdentifier: identifier };
      put(dimensions, 'DatabaseConnections', row.connections);
      put(dimensions, 'DBLoad', row.active, 'None');
      put(dimensions, 'Deadlocks', row.deadlocks - (before.get(identifier) ?? row.deadlocks), 'Count/Second');
      before.set(identifier, row.deadlocks);
      if (isReplica) put(dimensions, 'ReplicaLag', row.lag, 'Seconds');
    }));
    for (const [ProxyName, clients] of Object.entries(proxies())) put({ ProxyName }, 'ClientConnections', clients);
  }
}

async function measured(server: PostgresServer): Promise<Row | undefined> {
  try {
    return await withConnection(administrator(server), async (client) => (await client.query<Row>(MEASURE)).rows[0]);
  } catch {
    return undefined;
  }
}
