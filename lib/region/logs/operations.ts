import { instant, type Instant } from '../../core/units';
import type { Operation } from '../endpoint/json-protocol';
import { isTrue, refuseOthers, textOf, textsOf, wholeNumber, type Fields } from '../fields';
import { pageOf } from '../paging';
import { arnOf, placeOf } from '../place';
import { filterPattern } from './filter-pattern';
import type { LogEvent, LogStore } from './log-store';

const INVALID = 'InvalidParameterException';
const MOST_EVENTS = 10_000;

/** The operations of CloudWatch Logs that functions and scripts use. */
export function logOperations(logs: LogStore): Readonly<Record<string, Operation>> {
  return {
    DescribeLogGroups: async (input, caller) => {
      refuseOthers('DescribeLogGroups', input, { served: ['logGroupNamePrefix', 'limit', 'nextToken'] }, INVALID);
      const groups = logs.describe().filter(({ name }) => name.startsWith(textOf(input['logGroupNamePrefix']) ?? ''));
      const { items, next } = pageOf(groups, input['nextToken'], wholeNumber('limit', input['limit'], [1, 50], 50), INVALID);
      const shown = items.map(({ name, retention, bytes }) => ({
        logGroupName: name, arn: `${arnOf('logs', placeOf(caller), `log-group:${name}`)}:*`, logGroupArn: arnOf('logs', placeOf(caller), `log-group:${name}`), storedBytes: bytes, logGroupClass: 'STANDARD',
        ...(retention === undefined ? {} : { retentionInDays: retention }),
      }));
      return { logGroups: shown, ...(next === undefined ? {} : { nextToken: next }) };
    },
    FilterLogEvents: async (input) => filterLogEvents(input, logs),
    GetLogEvents: async (input) => getLogEvents(input, logs),
  };
}

function filterLogEvents(input: Fields, logs: LogStore): object {
  refuseOthers('FilterLogEvents', input, { served: ['logGroupName', 'logStreamNames', 'logStreamNamePrefix', 'startTime', 'endTime', 'filterPattern', 'limit', 'nextToken'], withoutEffect: ['interleaved'] }, INVALID);
  const [streams, prefix] = [textsOf(input['logStreamNames']), textOf(input['logStreamNamePrefix'])];
  const pattern = filterPattern(textOf(input['filterPattern']) ?? '');
  const within = span(input);
  const found = logs.events(String(input['logGroupName']), ({ stream, at, message }) => (streams.length === 0 || streams.includes(stream)) && (prefix === undefined || stream.startsWith(prefix)) && within(at) && pattern.matches(message));
  const { items, next } = pageOf(found, input['nextToken'], wholeNumber('limit', input['limit'], [1, MOST_EVENTS], MOST_EVENTS), INVALID);
  const events = items.map((event, index) => ({ ...shown(event), logStreamName: event.stream, eventId: `${event.at}${String(index).padStart(8, '0')}` }));
  return { events, searchedLogStreams: [], ...(next === undefined ? {} : { nextToken: next }) };
}

/** Pages of it lead on for ever, as on AWS: at the end the same token comes back. */
function getLogEvents(input: Fields, logs: LogStore): object {
  refuseOthers('GetLogEvents', input, { served: ['logGroupName', 'logStreamName', 'startTime', 'endTime', 'limit', 'startFromHead', 'nextToken'] }, INVALID);
  const within = span(input);
  const found = logs.events(String(input['logGroupName']), ({ stream, at }) => stream === input['logStreamName'] && within(at));
  const limit = wholeNumber('limit', input['limit'], [1, MOST_EVENTS], MOST_EVENTS);
  const [, direction, position] = /^([fb])\/(\d+)$/.exec(textOf(input['nextToken']) ?? '') ?? [];
  const from = direction === 'f' ? Number(position) : direction === 'b' ? Math.max(0, Number(position) - limit) : isTrue(input['startFromHead']) ? 0 : Math.max(0, found.length - limit);
  const to = direction === 'b' ? Number(position) : from + limit;
  const events = found.slice(from, to);
  return { events: events.map(shown), nextForwardToken: `f/${from + events.length}`, nextBackwardToken: `b/${from}` };
}

const shown = ({ at, message }: LogEvent): object => ({ timestamp: Math.floor(at), ingestionTime: Math.floor(at), message });

function span({ startTime, endTime }: Fields): (at: Instant) => boolean {
  const [from, to] = [instant(Number(startTime ?? 0)), instant(Number(endTime ?? Infinity))];
  return (at) => at >= from && at < to;
}
