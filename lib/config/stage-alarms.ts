import type { Checked } from '../core/checked';
import type { Operation } from '../core/operation/operation';
import { type AlarmPlan, planAlarms } from '../core/rollout/alarm-plan';
import type { Stage } from './stage';
import type { Tier } from './tier';
import { shiftDuration } from './traffic';

/** The alarms that the API's traffic and operations call for; problems when they could not see what they have to. */
export const stageAlarms = (stage: Stage, operations: readonly Operation[]): Checked<AlarmPlan> =>
  planned(stage, stage, operations, stage.name);

/** The same for the tier of the features that may fail. */
export const auxiliaryAlarms = (stage: Stage, operations: readonly Operation[]): Checked<AlarmPlan> =>
  planned(stage, stage.auxiliary, operations, `${stage.name}.auxiliary`);

function planned({ rollback }: Stage, tier: Tier, operations: readonly Operation[], path: string): Checked<AlarmPlan> {
  const { expectedPeak, traffic, bake } = tier;
  return planAlarms({ operations, expectedPeak, policy: rollback, shift: shiftDuration(traffic), bake }, path);
}
