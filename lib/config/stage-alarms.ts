import type { Checked } from '../core/checked';
import type { Operation } from '../core/operation/operation';
import { type AlarmPlan, planAlarms } from '../core/rollout/alarm-plan';
import type { Stage } from './stage';
import { shiftDuration } from './traffic';

/** The alarms that a stage's traffic and a service's operations call for; problems when they could not see what they have to. */
export function stageAlarms(stage: Stage, operations: readonly Operation[]): Checked<AlarmPlan> {
  const { expectedPeak, rollback, traffic, bake, name } = stage;
  return planAlarms({ operations, expectedPeak, policy: rollback, shift: shiftDuration(traffic), bake }, name);
}
