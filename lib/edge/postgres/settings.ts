/** The superuser's name: as on RDS, nobody but the platform uses it. */
export const SUPERUSER = 'rdsadmin';

/**
 * How the servers differ from a plain PostgreSQL. All of it goes to initdb: a replica refuses to start when a limit in
 * its copied configuration is below the one that initdb wrote into the control file.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  // Above every limit of a role, so that it is the role's limit that a leak meets, as on an instance of the usual size.
  max_connections: '400',
  shared_buffers: '16MB',
  // Containers often have 64 MB of /dev/shm; files in the data directory serve as well at this size.
  dynamic_shared_memory_type: 'mmap',
  // Nothing here has to survive the machine. Commits stay synchronous: without that the replica lags by 200 ms.
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'on',
  wal_level: 'replica',
  wal_keep_size: '64MB',
  max_wal_senders: '4',
  max_replication_slots: '4',
  wal_receiver_status_interval: '1s',
  wal_retrieve_retry_interval: '100ms',
  autovacuum: 'off',
  jit: 'off',
  io_method: 'sync',
  max_parallel_workers: '0',
  max_logical_replication_workers: '0',
  max_worker_processes: '2',
  // As on RDS, where it is preloaded unless a parameter group says otherwise: what was asked, how often, and by whom.
  shared_preload_libraries: 'pg_stat_statements',
};

/** Arguments for initdb. Whoever reaches a socket is trusted: the directory's mode, and the endpoint in front, decide who does. */
export function initdbArguments(directory: string): readonly string[] {
  return [
    '-D', directory, '-U', SUPERUSER, '-A', 'trust', '-E', 'UTF8', '--wal-segsize=1', '--no-sync', '--no-instructions',
    // The ICU that the package brings is old; the builtin provider depends on nothing.
    '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C',
    ...Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}
