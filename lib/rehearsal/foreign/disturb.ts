import type { Operation } from '../../core/operation/operation';
import type { Fault } from '../../region/elbv2/balancer/disturbance';
import type { Region } from '../../region/region';
import type { Scenario } from '../scenario';
import { newestDeployment } from '../stand';

/** Far beyond what anybody calls quick. */
const DELAY_MS = 2_000;

/**
 * Lets the balancer say who answered, and disturb the release that comes next: it gets the target group that the one before
 * does not have.
 */
export async function disturb(region: Region, release: string, scenario: Scenario, operation: Operation): Promise<void> {
  const { stage } = newestDeployment(region);
  if (stage === undefined) throw new Error('the first release has no stage');
  const { disturbance } = scenario;
  const fault: Fault | undefined = disturbance && { ...disturbance, method: operation.method, path: patternOf(operation.path), delayMs: DELAY_MS };
  // What was green in the first deployment serves now.
  await region.balancing.disturb(stage.greenGroupArn, { headers: { 'x-changeover-release': 'last-known-good' }, fault: undefined });
  await region.balancing.disturb(stage.blueGroupArn, { headers: { 'x-changeover-release': release }, fault });
}

/** A pattern for the paths of an operation: `/stock/{item}` is `^/stock/[^/]+$`. */
export const patternOf = (path: string): string => `^${path.split(/\{[^{}]+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^/]+')}$`;

/** The operation that is disturbed when nobody names one: the first write, or the first of all. */
export function disturbedOperation(operations: readonly Operation[], name: string | undefined): Operation | undefined {
  if (name !== undefined) return operations.find(({ id }) => id === name);
  return operations.find(({ effect, load }) => effect === 'write' && load !== undefined) ?? operations.find(({ load }) => load !== undefined);
}
