import { minutes, percent, type Millis, type Percent } from '../units';

/** How production traffic moves to green, as a deployment configuration says it. Made by `allAtOnce`, `canary`, `linear`. */
export type TrafficRouting =
  | { readonly kind: 'AllAtOnce' }
  | { readonly kind: 'TimeBasedCanary'; readonly percentage: Percent; readonly interval: Millis }
  | { readonly kind: 'TimeBasedLinear'; readonly percentage: Percent; readonly interval: Millis };

export const allAtOnce: TrafficRouting = { kind: 'AllAtOnce' };

/**
 * First `percentage`, and after `interval` the rest.
 *
 * @throws RangeError unless the percentage is whole from 1 to 99 and the interval is whole minutes, at least one
 */
export const canary = (percentage: Percent, interval: Millis): TrafficRouting =>
  ({ kind: 'TimeBasedCanary', ...checkedStep(percentage, interval) });

/**
 * `percentage` at once, and as much again after each `interval` until all traffic has moved.
 *
 * @throws RangeError unless the percentage is whole from 1 to 99 and the interval is whole minutes, at least one
 */
export const linear = (percentage: Percent, interval: Millis): TrafficRouting =>
  ({ kind: 'TimeBasedLinear', ...checkedStep(percentage, interval) });

/** The configurations that CodeDeploy brings for ECS; mind the plural in `Every1Minutes`. */
export const predefinedRoutings: ReadonlyMap<string, TrafficRouting> = new Map([
  ['CodeDeployDefault.ECSAllAtOnce', allAtOnce],
  ['CodeDeployDefault.ECSLinear10PercentEvery1Minutes', linear(percent(10), minutes(1))],
  ['CodeDeployDefault.ECSLinear10PercentEvery3Minutes', linear(percent(10), minutes(3))],
  ['CodeDeployDefault.ECSCanary10Percent5Minutes', canary(percent(10), minutes(5))],
  ['CodeDeployDefault.ECSCanary10Percent15Minutes', canary(percent(10), minutes(15))],
]);

/** The wire has integers only: percent, and minutes. Zero of either would never reach the end. */
function checkedStep(percentage: Percent, interval: Millis): { readonly percentage: Percent; readonly interval: Millis } {
  if (!Number.isInteger(percentage) || percentage < 1 || percentage > 99) {
    throw new RangeError(`a shift moves a whole percentage from 1 to 99, got ${percentage}`);
  }
  if (interval < minutes(1) || interval % minutes(1) !== 0) {
    throw new RangeError(`shifts are whole minutes apart, at least one, got ${interval} ms`);
  }
  return { percentage, interval };
}
