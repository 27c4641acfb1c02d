import type { Readable } from 'node:stream';

/** Longest event that CloudWatch Logs takes: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const LONGEST_LINE = 1_048_576;

/** Cuts a process's output into lines. */
export function eachLine(stream: Readable | null, take: (line: string) => void): void {
  let left = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk: string) => {
    const lines = (left + chunk).split('\n');
    left = (lines.pop() ?? '').slice(0, LONGEST_LINE);
    for (const line of lines) if (line !== '') take(line.slice(0, LONGEST_LINE));
  });
  stream?.on('end', () => {
    if (left !== '') take(left);
    left = '';
  });
  stream?.on('error', () => undefined);
}
