import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import type { GroupView } from '../../lib/core/release/inspection';

/** The guards of a deployment group as CodeDeploy describes it; what it does not say is off. */
export const groupGuards = ({ alarmConfiguration: alarms, autoRollbackConfiguration: rollback }: DeploymentGroupInfo): GroupView => ({
  alarms: { enabled: alarms?.enabled === true, ignorePollAlarmFailure: alarms?.ignorePollAlarmFailure === true, names: alarms?.alarms?.map(({ name }) => name ?? '') ?? [] },
  rollback: { enabled: rollback?.enabled === true, events: rollback?.events ?? [] },
});
