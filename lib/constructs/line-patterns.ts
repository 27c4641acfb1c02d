import { watchMessages } from '../core/watch/messages';

/**
 * What of the services' log is counted, as CloudWatch's filter patterns:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 *
 * What probes do is nobody's trouble, so lines that say `synthetic` are left out wherever trouble is counted.
 */
export const linePatterns = {
  /** PostgreSQL's 25006, read_only_sql_transaction: a write has reached a server that takes none. */
  misledWrites: '{ $.sqlstate = "25006" && $.synthetic NOT EXISTS }',
  /** Failures that the services have no name for: neither the database's nor that of something else that was away. */
  unknownErrors: '{ $.level = "error" && $.error.name != "DatabaseFailure" && $.error.name != "Unavailable" && $.synthetic NOT EXISTS }',
  /** Any line in the form that alarms and people rely on. */
  spoken: '{ $.stage = "*" && $.service = "*" && $.release = "*" }',
  /** What the watch says of rules whose weights somebody has moved, set back or not. */
  weightsMoved: `{ $.message = "${watchMessages.moved}" }`,
  drift: `{ $.message = "${watchMessages.drift}" }`,
} as const;

/** How PostgreSQL begins the line about a statement that took longer than `log_min_duration_statement`. */
export const slowStatementPattern = '"LOG:  duration: "';
