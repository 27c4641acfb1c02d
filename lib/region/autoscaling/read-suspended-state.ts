import { isTrue, refuseOthers, refuseUnless, type Fields } from '../fields';
import type { SuspendedState } from './scalable-targets';

const NAMES = ['DynamicScalingInSuspended', 'DynamicScalingOutSuspended', 'ScheduledScalingSuspended'] as const satisfies readonly (keyof SuspendedState)[];

/** @throws ServiceError `ValidationException` for a name or a value that it does not have */
export function readSuspendedState(what: string, given: Fields): Partial<SuspendedState> {
  refuseOthers(what, given, { served: NAMES }, 'ValidationException');
  for (const name of NAMES) refuseUnless(`${what}.${name}`, given[name], [true, false], 'ValidationException');
  return Object.fromEntries(NAMES.filter((name) => given[name] !== undefined).map((name) => [name, isTrue(given[name])]));
}
