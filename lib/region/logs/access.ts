import type { AccessTable } from '../iam/access-table';
import { need, type Need } from '../iam/need';
import { arnOf, type Place } from '../place';

const streamArn = (place: Place, group: unknown, stream: unknown): string => arnOf('logs', place, `log-group:${String(group)}:log-stream:${String(stream)}`);

/** What a log driver needs to write a stream. */
export const needsToWrite = (place: Place, group: string, stream: string): readonly Need[] => ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => need(action, streamArn(place, group, stream)));

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html */
export const logAccess: AccessTable = {
  DescribeLogGroups: (_, place) => [need('logs:DescribeLogGroups', arnOf('logs', place, 'log-group::log-stream:'))],
  FilterLogEvents: ({ logGroupName }, place) => [need('logs:FilterLogEvents', streamArn(place, logGroupName, ''))],
  GetLogEvents: ({ logGroupName, logStreamName }, place) => [need('logs:GetLogEvents', streamArn(place, logGroupName, logStreamName))],
};
