import { textsOf } from '../fields';
import type { AccessTable } from '../iam/access-table';
import { need } from '../iam/need';
import { arnOf } from '../place';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
export const metricAccess: AccessTable = {
  // Composite alarms are told only to whoever may describe all alarms (API reference, DescribeAlarms).
  DescribeAlarms: ({ AlarmNames, AlarmTypes }, place) => {
    const names = textsOf(AlarmTypes).includes('CompositeAlarm') ? [] : textsOf(AlarmNames);
    return (names.length === 0 ? ['*'] : names).map((name) => need('cloudwatch:DescribeAlarms', arnOf('cloudwatch', place, `alarm:${name}`)));
  },
  DescribeAlarmHistory: ({ AlarmName }, place) => [need('cloudwatch:DescribeAlarmHistory', AlarmName === undefined ? '*' : arnOf('cloudwatch', place, `alarm:${String(AlarmName)}`))],
  GetMetricData: () => [need('cloudwatch:GetMetricData', '*')],
  PutMetricData: ({ Namespace }) => [need('cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': String(Namespace) })],
  SetAlarmState: ({ AlarmName }, place) => [need('cloudwatch:SetAlarmState', arnOf('cloudwatch', place, `alarm:${String(AlarmName)}`))],
};
