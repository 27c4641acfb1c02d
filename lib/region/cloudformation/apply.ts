import { isDeepStrictEqual } from 'node:util';
import { reasonOf } from '../service-error';
import { dependenciesOf, inOrder } from './dependencies';
import { FailedCreation } from './failed-creation';
import type { Entry } from './journal';
import type { ResourceProvider, ResourceRequest } from './provider';
import type { Stack, StackResource } from './stack';
import type { ResourceDefinition, Template } from './template';

/** One operation on a stack. */
export interface Work {
  readonly stack: Stack;
  readonly template: Template;
  readonly journal: Entry[];
  readonly evaluate: (value: unknown) => unknown;
  readonly provider: (type: string) => ResourceProvider;
  readonly createOnly: (type: string) => ReadonlySet<string>;
  readonly note: (logicalId: string, status: string, reason?: string) => void;
}

/** Makes or changes every resource as soon as what it waits for is there; answers the first failure, if any, once nothing runs any more. */
export async function apply(work: Work): Promise<string | undefined> {
  const dependencies = dependenciesOf(work.template);
  const wanted = inOrder(dependencies).filter((logicalId) => isWanted(work, logicalId));
  const done = new Map<string, Promise<void>>();
  let failure: string | undefined;
  for (const logicalId of wanted) {
    const before = [...(dependencies.get(logicalId) ?? [])].map((needed) => done.get(needed));
    done.set(logicalId, Promise.all(before).then(async () => {
      if (failure !== undefined) return;
      try {
        await make(work, logicalId);
      } catch (thrown) {
        failure ??= `The following resource(s) failed: [${logicalId}]. ${reasonOf(thrown)}`;
      }
    }));
  }
  await Promise.all(done.values());
  return failure;
}

/** Puts every resource back, last change first; answers why it could not, if so. */
export async function undo(work: Work): Promise<string | undefined> {
  const problems: string[] = [];
  for (const entry of [...work.journal].reverse()) {
    try {
      await undoOne(work, entry);
    } catch (thrown) {
      problems.push(`${entry.logicalId}: ${reasonOf(thrown)}`);
    }
  }
  return problems.length === 0 ? undefined : problems.join('; ');
}

/** Removes what the update replaced or left out, unless the template keeps it. */
export async function tidy(work: Work, old: Template): Promise<void> {
  for (const entry of [...work.journal].reverse()) {
    if (entry.kind === 'replaced' && !entry.before.retained.onReplace) await remove(work, entry.before);
  }
  const order = inOrder(dependenciesOf(old));
  for (const logicalId of [...order].reverse()) {
    const resource = work.stack.resources.get(logicalId);
    if (resource === undefined || isWanted(work, logicalId)) continue;
    work.stack.resources.delete(logicalId);
    if (!resource.retained.onDelete) await remove(work, resource);
  }
}

function isWanted({ template, evaluate }: Work, logicalId: string): boolean {
  const definition = template.Resources[logicalId];
  return definition !== undefined && (definition.Condition === undefined || evaluate({ Condition: definition.Condition }) === true);
}

async function make(work: Work, logicalId: string): Promise<void> {
  const definition = work.template.Resources[logicalId] as ResourceDefinition;
  const request = requestFor(work, logicalId, definition);
  const existing = work.stack.resources.get(logicalId);
  const verb = existing === undefined ? 'CREATE' : 'UPDATE';
  if (existing !== undefined && isSame(existing, request)) return;
  work.note(logicalId, `${verb}_IN_PROGRESS`);
  try {
    if (existing === undefined) await create(work, request, definition, undefined);
    else await change(work, request, definition, existing);
    work.note(logicalId, `${verb}_COMPLETE`);
  } catch (thrown) {
    work.note(logicalId, `${verb}_FAILED`, reasonOf(thrown));
    throw thrown;
  }
}

async function create(work: Work, request: ResourceRequest, definition: ResourceDefinition, before: StackResource | undefined): Promise<void> {
  const enter = (physicalId: string, attributes: Readonly<Record<string, unknown>>): StackResource => {
    const resource = resourceOf(request, definition, physicalId, attributes);
    work.journal.push(before === undefined ? { kind: 'created', logicalId: request.logicalId, resource } : { kind: 'replaced', logicalId: request.logicalId, before, resource });
    return resource;
  };
  try {
    const { physicalId, attributes } = await work.provider(request.type).create(request);
    work.stack.resources.set(request.logicalId, enter(physicalId, attributes));
  } catch (thrown) {
    // Something may be there already; only its provider can take it away.
    if (thrown instanceof FailedCreation) enter(thrown.physicalId, {});
    throw thrown;
  }
}

async function change(work: Work, request: ResourceRequest, definition: ResourceDefinition, existing: StackResource): Promise<void> {
  if (existing.type !== request.type) throw new Error(`Update of resource type is not permitted. The new template modifies resource type of the following resources: [${request.logicalId}]`);
  const createOnly = work.createOnly(request.type);
  const changed = Object.keys({ ...existing.properties, ...request.properties })
    .filter((name) => !isDeepStrictEqual(existing.properties[name], request.properties[name]));
  if (changed.some((name) => createOnly.has(name))) return create(work, request, definition, existing);

  const attempted = resourceOf(request, definition, existing.physicalId, existing.attributes);
  const entry: Entry = { kind: 'updated', logicalId: request.logicalId, before: existing, attempted };
  work.journal.push(entry);
  const outcome = await work.provider(request.type).update(request, existing);
  if (outcome === 'replace') {
    work.journal.splice(work.journal.indexOf(entry), 1);
    return create(work, request, definition, existing);
  }
  const resource = resourceOf(request, definition, outcome.physicalId, outcome.attributes);
  work.stack.resources.set(request.logicalId, resource);
  if (outcome.physicalId !== existing.physicalId) {
    work.journal.splice(work.journal.indexOf(entry), 1, { kind: 'replaced', logicalId: request.logicalId, before: existing, resource });
  }
}

async function undoOne(work: Work, entry: Entry): Promise<void> {
  const { stack, provider } = work;
  if (entry.kind === 'created') {
    stack.resources.delete(entry.logicalId);
    return entry.resource.retained.onDelete ? undefined : remove(work, entry.resource);
  }
  stack.resources.set(entry.logicalId, entry.before);
  if (entry.kind === 'replaced') return entry.resource.retained.onDelete ? undefined : remove(work, entry.resource);
  work.note(entry.logicalId, 'UPDATE_IN_PROGRESS');
  await provider(entry.before.type).update(requestOf(stack, entry.before), entry.attempted);
  work.note(entry.logicalId, 'UPDATE_COMPLETE');
}

async function remove(work: Work, resource: StackResource): Promise<void> {
  work.note(resource.logicalId, 'DELETE_IN_PROGRESS');
  try {
    await work.provider(resource.type).delete(requestOf(work.stack, resource), resource);
    work.note(resource.logicalId, 'DELETE_COMPLETE');
  } catch (thrown) {
    work.note(resource.logicalId, 'DELETE_FAILED', reasonOf(thrown));
    throw thrown;
  }
}

const isSame = (existing: StackResource, request: ResourceRequest): boolean =>
  existing.type === request.type && isDeepStrictEqual(existing.properties, request.properties) && isDeepStrictEqual(existing.metadata, request.metadata);

function requestFor({ stack, evaluate }: Work, logicalId: string, definition: ResourceDefinition): ResourceRequest {
  return {
    place: stack.place, stackName: stack.name, stackId: stack.id, logicalId, type: definition.Type,
    properties: evaluate(definition.Properties ?? {}) as Readonly<Record<string, unknown>>,
    metadata: evaluate(definition.Metadata ?? {}) as Readonly<Record<string, unknown>>,
  };
}

const requestOf = ({ place, name, id }: Stack, { logicalId, type, properties, metadata }: StackResource): ResourceRequest =>
  ({ place, stackName: name, stackId: id, logicalId, type, properties, metadata });

function resourceOf(request: ResourceRequest, definition: ResourceDefinition, physicalId: string, attributes: Readonly<Record<string, unknown>>): StackResource {
  const keeps = (policy: string | undefined): boolean => policy === 'Retain' || policy === 'RetainExceptOnCreate';
  return {
    logicalId: request.logicalId, type: request.type, properties: request.properties, metadata: request.metadata, physicalId, attributes,
    retained: { onDelete: keeps(definition.DeletionPolicy), onReplace: keeps(definition.UpdateReplacePolicy) },
  };
}
