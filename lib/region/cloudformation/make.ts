import { isDeepStrictEqual } from 'node:util';
import { PartlyMade, Refused, type Created, type ResourceRequest } from './provider';
import type { Progress } from './progress';
import type { StackResource } from './stack';
import type { UpdateKind } from './stack-policy';
import type { ResourceDefinition } from './template';
import type { Work } from './work';

type Fields = Readonly<Record<string, unknown>>;

/** What a template wants of a resource. */
interface Wish {
  readonly definition: ResourceDefinition;
  /** Its properties, evaluated, with dynamic references as they are written. */
  readonly declared: Fields;
  readonly request: ResourceRequest;
}

/** Brings one resource to what the template wants: makes it, changes it, replaces it, or leaves it as it is. */
export async function bring(work: Work, logicalId: string, progress: Progress): Promise<void> {
  const { stack, target, evaluate, doubtful } = work;
  const existing = stack.resources.get(logicalId);
  const definition = target.resources[logicalId] as ResourceDefinition;
  if (existing !== undefined && !doubtful.has(logicalId) && isSame(existing, definition, evaluate)) {
    // Policies and metadata change no resource; they are the stack's own.
    stack.resources.set(logicalId, { ...existing, metadata: evaluate(definition.Metadata ?? {}) as Fields, deletionPolicy: definition.DeletionPolicy });
    return;
  }
  progress.begin(logicalId, existing === undefined ? 'CREATE' : 'UPDATE');
  const wish = wishFor(work, logicalId, definition);
  if (existing === undefined) await create(work, wish, progress.cancelled);
  else await change(work, wish, existing, progress.cancelled);
}

async function create(work: Work, wish: Wish, cancelled: AbortSignal): Promise<void> {
  await making(work, wish, work.provider(wish.request.type).create(wish.request, cancelled),
    (resource) => work.journal.set(resource.logicalId, { kind: 'created', resource }));
}

async function change(work: Work, wish: Wish, existing: StackResource, cancelled: AbortSignal): Promise<void> {
  const { provider, specification, journal } = work;
  const { request, declared } = wish;
  const createOnly = specification(request.type)?.createOnly ?? new Set();
  if (changedOf(existing.declared, declared).some((name) => createOnly.has(name))) return replace(work, wish, existing, cancelled);
  refuseForbidden(work, wish, 'Update:Modify');
  journal.set(request.logicalId, { kind: 'updated', before: existing, attempted: resourceOf(wish, existing) });
  const updating = provider(request.type).update(request, existing, cancelled);
  const outcome = await updating.catch((thrown: unknown) => {
    if (thrown instanceof Refused) journal.delete(request.logicalId);
    else if (thrown instanceof PartlyMade) enterReplacement(work, wish, existing, resourceOf(wish, { physicalId: thrown.physicalId, attributes: {} }));
    throw thrown;
  });
  if (outcome === 'replace') {
    journal.delete(request.logicalId);
    return replace(work, wish, existing, cancelled);
  }
  const resource = resourceOf(wish, outcome);
  work.stack.resources.set(request.logicalId, resource);
  if (outcome.physicalId === existing.physicalId) journal.set(request.logicalId, { kind: 'updated', before: existing, attempted: resource });
  else enterReplacement(work, wish, existing, resource);
}

/** The new one first; the old one goes in the cleanup, when nothing refers to it any more. */
async function replace(work: Work, wish: Wish, existing: StackResource, cancelled: AbortSignal): Promise<void> {
  const { request } = wish;
  refuseForbidden(work, wish, 'Update:Replace');
  // There is only one journal, and without a rollback it has to hold for several operations.
  if (work.disableRollback) throw new Error('Replacement type updates not supported on stack with disable-rollback.');
  refuseSameName(work, request, existing);
  work.note(request.logicalId, 'UPDATE_IN_PROGRESS', 'Requested update requires the creation of a new physical resource; hence creating one.');
  await making(work, wish, work.provider(request.type).create(request, cancelled), (resource) => enterReplacement(work, wish, existing, resource));
}

/** Enters what is made, or was made before it failed. */
async function making({ stack }: Work, wish: Wish, creating: Promise<Created>, enter: (resource: StackResource) => void): Promise<void> {
  const take = (created: Created): void => {
    const resource = resourceOf(wish, created);
    stack.resources.set(resource.logicalId, resource);
    enter(resource);
  };
  try {
    take(await creating);
  } catch (thrown) {
    if (thrown instanceof PartlyMade) take({ physicalId: thrown.physicalId, attributes: {} });
    throw thrown;
  }
}

function enterReplacement({ stack, journal }: Work, { request, definition }: Wish, before: StackResource, resource: StackResource): void {
  stack.resources.set(request.logicalId, resource);
  journal.set(request.logicalId, { kind: 'replaced', before, resource, keep: definition.UpdateReplacePolicy === 'Retain' });
}

function refuseForbidden({ forbidden }: Work, { request: { logicalId, type } }: Wish, kind: UpdateKind): void {
  const refusal = forbidden(logicalId, type, kind);
  if (refusal !== undefined) throw new Error(refusal);
}

/** Two resources cannot have one name at a time, and the new one is made while the old one is there. */
function refuseSameName({ specification }: Work, { type, properties }: ResourceRequest, existing: StackResource): void {
  const identifier = specification(type)?.primaryIdentifier ?? [];
  const isNamed = identifier.length > 0 && identifier.every((name) => typeof properties[name] === 'string' && properties[name] === existing.properties[name]);
  if (isNamed) throw new Error(`CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${identifier.map((name) => String(properties[name])).join('|')} and update the stack again.`);
}

function wishFor({ stack, evaluate, resolve }: Work, logicalId: string, definition: ResourceDefinition): Wish {
  const declared = evaluate(definition.Properties ?? {}) as Fields;
  const metadata = evaluate(definition.Metadata ?? {}) as Fields;
  const request = { place: stack.place, stackName: stack.name, stackId: stack.id, logicalId, type: definition.Type, properties: resolve(declared, definition.Type), metadata };
  return { definition, declared, request };
}

const resourceOf = ({ request, declared, definition }: Wish, { physicalId, attributes }: Created): StackResource => ({
  logicalId: request.logicalId, type: request.type, properties: request.properties, metadata: request.metadata, declared, physicalId, attributes,
  deletionPolicy: definition.DeletionPolicy,
});

/** What is asked for is what is there. What cannot even be evaluated is not the same: making it will say why. */
export function isSame(existing: StackResource, definition: ResourceDefinition, evaluate: Work['evaluate']): boolean {
  try {
    return existing.type === definition.Type && isDeepStrictEqual(existing.declared, evaluate(definition.Properties ?? {}));
  } catch {
    return false;
  }
}

const changedOf = (before: Fields, after: Fields): readonly string[] =>
  Object.keys({ ...before, ...after }).filter((name) => !isDeepStrictEqual(before[name], after[name]));
