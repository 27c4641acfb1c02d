import { ServiceError } from '../service-error';

/**
 * The parameters that the region gives to its servers: those that PostgreSQL takes up without a restart.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html
 */
const SERVED = new Set([
  'log_min_duration_statement', 'log_min_duration_sample', 'log_statement_sample_rate', 'log_lock_waits', 'log_statement', 'log_connections', 'log_disconnections', 'log_duration', 'log_temp_files',
  'log_min_messages', 'log_min_error_statement', 'log_error_verbosity', 'log_autovacuum_min_duration', 'log_checkpoints', 'log_replication_commands', 'log_recovery_conflict_waits', 'log_parameter_max_length',
  'statement_timeout', 'lock_timeout', 'deadlock_timeout', 'idle_in_transaction_session_timeout', 'idle_session_timeout', 'transaction_timeout', 'work_mem', 'maintenance_work_mem', 'temp_file_limit',
  'random_page_cost', 'seq_page_cost', 'effective_cache_size', 'default_statistics_target', 'hot_standby_feedback', 'max_standby_streaming_delay', 'max_standby_archive_delay',
  'tcp_keepalives_idle', 'tcp_keepalives_interval', 'tcp_keepalives_count', 'default_transaction_isolation', 'timezone', 'datestyle', 'client_encoding', 'password_encryption', 'track_io_timing',
]);

/** Decided at the address, not in the server. */
const FORCE_SSL = 'rds.force_ssl';

/** What a parameter group makes of its servers' settings. @throws ServiceError that names everything that the region does not do */
export function serverSettings(parameters: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const { [FORCE_SSL]: forceSsl = '1', ...others } = parameters;
  if (String(forceSsl) !== '1') throw new ServiceError('InvalidParameterValue', `the region's databases take encrypted connections only: ${FORCE_SSL} must be 1, got ${String(forceSsl)}`);
  const unknown = Object.keys(others).filter((name) => !SERVED.has(name));
  if (unknown.length > 0) throw new ServiceError('InvalidParameterValue', `Could not find parameter with name: ${unknown.join(', ')} (the region serves parameters that PostgreSQL takes up without a restart)`);
  return Object.fromEntries(Object.entries(others).map(([name, value]) => [name, String(value)]));
}
