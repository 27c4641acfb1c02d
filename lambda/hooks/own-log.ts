import type { AwsJson } from '../shared/aws-json';
import { eventsWith } from './log-events';
import { logRecord } from './tell';

/** What Lambda tells a hook of its own call. */
export interface HookContext {
  readonly logGroupName: string;
  readonly logStreamName: string;
  getRemainingTimeInMillis(): number;
}

/** The hook's own log, as a clock: CloudWatch Logs stamps its lines as it stamps those of others. */
export interface OwnLog {
  /** Writes a line of its own that holds the text. */
  readonly mark: (text: string) => void;
  /** The moments, by CloudWatch Logs, of its own lines that hold the text, as far as they have come. */
  readonly marksWith: (text: string) => Promise<readonly number[]>;
}

export function ownLog({ logGroupName, logStreamName }: HookContext, logs: AwsJson): OwnLog {
  const own = eventsWith(logs, logGroupName);
  return {
    mark: (text) => logRecord({ level: 'info', message: 'mark', text }),
    // Before its first line has come a log stream is not there.
    marksWith: async (text) => (await own([logStreamName], text).catch(() => [])).map(({ timestamp }) => timestamp),
  };
}
