import { type CloudWatchClient, paginateDescribeAlarmHistory } from '@aws-sdk/client-cloudwatch';
import { isRecord } from '../../core/template/template';
import type { AlarmTurn } from '../../core/story/moments';
import { instant, type Instant } from '../../core/units';

/** When alarms changed between two moments, as CloudWatch remembers it for 30 days (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html). */
export async function readAlarmChanges(client: CloudWatchClient, names: readonly string[], from: Instant, to: Instant): Promise<readonly AlarmTurn[]> {
  const turns = await Promise.all(names.map(async (AlarmName) => {
    const found: AlarmTurn[] = [];
    for await (const { AlarmHistoryItems = [] } of paginateDescribeAlarmHistory({ client }, { AlarmName, HistoryItemType: 'StateUpdate', StartDate: new Date(from), EndDate: new Date(to), ScanBy: 'TimestampAscending' })) {
      found.push(...AlarmHistoryItems.flatMap(({ Timestamp, HistoryData = '' }) => (Timestamp === undefined ? [] : [{ name: AlarmName, at: instant(Timestamp.getTime()), ...newStateIn(HistoryData) }])));
    }
    return found;
  }));
  return turns.flat();
}

/** `{"oldState": {...}, "newState": {"stateValue", "stateReason"}}`, and what else AWS puts there. */
function newStateIn(data: string): Pick<AlarmTurn, 'state' | 'because'> {
  try {
    const parsed: unknown = JSON.parse(data);
    const state = isRecord(parsed) && isRecord(parsed['newState']) ? parsed['newState'] : {};
    return { state: String(state['stateValue'] ?? 'unknown'), because: String(state['stateReason'] ?? '') };
  } catch {
    return { state: 'unknown', because: '' };
  }
}
