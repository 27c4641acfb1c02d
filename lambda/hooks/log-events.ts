import type { AwsJson } from '../shared/aws-json';

/** FilterLogEvents takes no more: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
const MOST_STREAMS = 100;

interface FoundEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** Finds events with a text in streams of a log group: a term in quotes is looked for as it stands. */
export function eventsWith(logs: AwsJson, logGroupName: string): (logStreamNames: readonly string[], text: string) => Promise<readonly FoundEvent[]> {
  return async (logStreamNames, text) => {
    const { events = [] } = await logs('FilterLogEvents', { logGroupName, logStreamNames: logStreamNames.slice(0, MOST_STREAMS), filterPattern: `"${text}"` });
    return events as readonly FoundEvent[];
  };
}
