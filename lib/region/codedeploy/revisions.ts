import type { Instant } from '../../core/units';
import { ServiceError } from '../service-error';
import type { Application, RegisteredRevision } from './catalog';
import { revisionKey, type Revision } from './read-revision';

/** Registers a revision with its application; once only, however often it is asked for. */
export function registerRevision({ revisions }: Application, revision: Revision, now: Instant, description?: string): RegisteredRevision {
  const key = revisionKey(revision);
  const known = revisions.find((one) => revisionKey(one.revision) === key);
  if (known !== undefined) return known;
  const made: RegisteredRevision = { revision, description, registeredAt: now, usedAt: [], groups: new Set() };
  revisions.push(made);
  return made;
}

/** A deployment registers what it deploys. */
export function useRevision(application: Application, revision: Revision, now: Instant, group: string): void {
  const registered = registerRevision(application, revision, now);
  registered.usedAt = [...registered.usedAt, now];
  registered.groups.add(group);
}

/** @throws ServiceError `RevisionDoesNotExistException` */
export function registeredRevision({ name, revisions }: Application, revision: Revision): RegisteredRevision {
  const key = revisionKey(revision);
  const found = revisions.find((one) => revisionKey(one.revision) === key);
  if (found === undefined) throw new ServiceError('RevisionDoesNotExistException', `The revision could not be found in the application ${name}.`);
  return found;
}
