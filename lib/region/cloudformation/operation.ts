import { reasonOf } from '../service-error';
import { apply } from './apply';
import { needsOf, type Needs } from './dependencies';
import { outputsOf, type Exports } from './exports';
import type { Prepared } from './prepare';
import { removeAll, type Leaving } from './remove';
import { restore } from './restore';
import type { Settled } from './settle';
import type { Stack, StackOutput, StackResource, StackStatus } from './stack';
import type { Work } from './work';

/** What an operation works with beside the stack. */
export interface OperationPorts {
  readonly exports: Exports;
  readonly turn: (status: StackStatus, reason?: string) => void;
  /** Names of exports that the work has asked for so far. */
  readonly imported: ReadonlySet<string>;
}

/** Makes a new stack; when that fails, everything is removed again. */
export async function create(work: Work, prepared: Prepared, ports: OperationPorts): Promise<void> {
  const { turn } = ports;
  turn('CREATE_IN_PROGRESS', 'User Initiated');
  const failure = await apply(work) ?? settleOutputs(work, prepared, ports);
  if (failure === undefined) return turn('CREATE_COMPLETE');
  turn('ROLLBACK_IN_PROGRESS', `${failure.trimEnd()} Rollback requested by user.`);
  const leaving = everything(work.stack, ({ deletionPolicy }) => deletionPolicy === 'Retain');
  const stuck = await removeAll(work, leaving, work.needs);
  turn(stuck.length === 0 ? 'ROLLBACK_COMPLETE' : 'ROLLBACK_FAILED', failedTo('delete', stuck));
}

/** Brings a stack to another template; when that fails, everything is put back. */
export async function update(work: Work, prepared: Prepared, ports: OperationPorts): Promise<void> {
  const { stack } = work;
  const { turn } = ports;
  const old = needsOf(stack.settled.resources);
  turn('UPDATE_IN_PROGRESS', 'User Initiated');
  const failure = await apply(work) ?? settleOutputs(work, prepared, ports);
  if (failure === undefined) {
    turn('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    abandon(stack, await removeAll(work, new Map([...removed(work), ...replacedOld(work)]), old, true), work.target);
    return turn('UPDATE_COMPLETE');
  }
  turn('UPDATE_ROLLBACK_IN_PROGRESS', failure);
  const stuck = await restore(work, old);
  if (stuck.length > 0) return turn('UPDATE_ROLLBACK_FAILED', failedTo('update', stuck));
  turn('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  abandon(stack, await removeAll(work, madeInVain(work), union(work.needs, old), true), stack.settled);
  turn('UPDATE_ROLLBACK_COMPLETE');
}

/** Removes a stack, last things first. */
export async function remove(work: Work, { turn }: Pick<OperationPorts, 'turn'>): Promise<void> {
  turn('DELETE_IN_PROGRESS', 'User Initiated');
  const leaving = everything(work.stack, ({ deletionPolicy }) => deletionPolicy === 'Retain' || deletionPolicy === 'RetainExceptOnCreate');
  const stuck = await removeAll(work, leaving, work.needs);
  turn(stuck.length === 0 ? 'DELETE_COMPLETE' : 'DELETE_FAILED', failedTo('delete', stuck));
}

/** What could not be removed after an update is left behind, and is the stack's no longer. */
function abandon({ resources }: Stack, stuck: readonly string[], { resources: wanted }: Settled): void {
  for (const logicalId of stuck) if (!Object.hasOwn(wanted, logicalId)) resources.delete(logicalId);
}

/** Outputs come last; answers why the stack cannot have them, if so. */
function settleOutputs(work: Work, { template, settled, parameters }: Prepared, { exports, imported }: OperationPorts): string | undefined {
  const { stack } = work;
  let outputs: ReadonlyMap<string, StackOutput>;
  try {
    outputs = outputsOf(settled, work.evaluate);
  } catch (thrown) {
    return reasonOf(thrown);
  }
  const refusal = exports.refusal(stack, outputs);
  if (refusal !== undefined) return refusal;
  Object.assign(stack, { template, settled, parameters, outputs, imports: imported });
  return undefined;
}

function everything({ resources }: Stack, keep: (resource: StackResource) => boolean): ReadonlyMap<string, Leaving> {
  return new Map([...resources].map(([logicalId, resource]) => [logicalId, { resource, keep: keep(resource) }]));
}

function removed({ stack, target }: Work): readonly [string, Leaving][] {
  return [...stack.resources].filter(([logicalId]) => !Object.hasOwn(target.resources, logicalId))
    .map(([logicalId, resource]) => [logicalId, { resource, keep: resource.deletionPolicy === 'Retain' || resource.deletionPolicy === 'RetainExceptOnCreate' }]);
}

function replacedOld({ journal }: Work): readonly [string, Leaving][] {
  return [...journal].flatMap(([logicalId, entry]): readonly [string, Leaving][] => (entry.kind === 'replaced' ? [[logicalId, { resource: entry.before, keep: entry.keep }]] : []));
}

function madeInVain({ journal }: Work): ReadonlyMap<string, Leaving> {
  return new Map([...journal].flatMap(([logicalId, entry]): readonly [string, Leaving][] => {
    if (entry.kind === 'updated') return [];
    // A policy to keep the resource holds from its creation on, unless it says otherwise.
    return [[logicalId, { resource: entry.resource, keep: entry.kind === 'created' ? entry.resource.deletionPolicy === 'Retain' : entry.keep }]];
  }));
}

/** What either of two templates needs; their circles, if any, cannot matter for what only one of them has. */
function union(one: Needs, other: Needs): Needs {
  return new Map([...other].filter(([logicalId]) => !one.has(logicalId)).concat([...one]));
}

const failedTo = (verb: string, names: readonly string[]): string | undefined => (names.length === 0 ? undefined : `The following resource(s) failed to ${verb}: [${names.join(', ')}]. `);
