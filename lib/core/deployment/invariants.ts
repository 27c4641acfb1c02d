import type { Invariant } from './invariant';
import { endsOnce, eventsInOrder, failedVerdictIsFinal, hooksRunOnce, raisedAlarmStops, succeedsWhole } from './lifecycle-invariants';
import { noWayBackWithoutBlue, rollbackCreatesNothing, rollbackRestoresBlue, rollsBackOnce } from './rollback-invariants';
import {
  blueOutlivesTheBake, onlySteadyGreenGetsTraffic, primaryServes, servingTaskSetStays, shiftsFollowTheSchedule, weightsSumTo100,
} from './traffic-invariants';

/** What is true of every run of a deployment and its rollback. Tests, simulation and rehearsal use the same ones. */
export const invariants = {
  weightsSumTo100,
  primaryServes,
  onlySteadyGreenGetsTraffic,
  shiftsFollowTheSchedule,
  servingTaskSetStays,
  blueOutlivesTheBake,
  endsOnce,
  eventsInOrder,
  succeedsWhole,
  hooksRunOnce,
  failedVerdictIsFinal,
  raisedAlarmStops,
  rollbackRestoresBlue,
  noWayBackWithoutBlue,
  rollsBackOnce,
  rollbackCreatesNothing,
} as const satisfies Readonly<Record<string, Invariant>>;
export type InvariantName = keyof typeof invariants;
