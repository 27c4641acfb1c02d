import type { RollbackEvent } from '../../core/deployment/policy';
import { isTrue, textsOf, type Fields } from '../fields';
import { ServiceError } from '../service-error';
import type { GroupSettings } from './read-group';

const EVENTS: readonly string[] = ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'] satisfies readonly RollbackEvent[];

/** Reads `autoRollbackConfiguration` of a group, or of one deployment. */
export function readRollback(configuration: Fields): GroupSettings['rollback'] {
  const events = textsOf(configuration['events']);
  const enabled = isTrue(configuration['enabled']);
  const unknown = events.filter((event) => !EVENTS.includes(event));
  if (unknown.length > 0) return wrong(`Unknown rollback events: ${unknown.join(', ')}`);
  if (enabled && events.length === 0) return wrong('Automatic rollback is enabled, but no events are specified.');
  return { enabled, events: events as readonly RollbackEvent[] };
}

function wrong(message: string): never {
  throw new ServiceError('InvalidAutoRollbackConfigException', message);
}
