import { reasonOf } from '../service-error';
import { apply } from './apply';
import { needsOf, type Needs } from './dependencies';
import { outputsOf, type Exports } from './exports';
import { joined } from './journal';
import type { Prepared } from './prepare';
import { abandon, everything, removeAll, type Leaving } from './remove';
import type { Stack, StackOutput, StackSettings, StackStatus } from './stack';
import { undoCreate, undoUpdate } from './undo';
import type { Work } from './work';

/** What an operation works with beside the stack. */
export interface OperationPorts {
  readonly exports: Exports;
  readonly turn: (status: StackStatus, reason?: string) => void;
  /** Names of exports that the work has asked for so far. */
  readonly imported: ReadonlySet<string>;
}

/** What a stack is to become. */
export type Goal = Prepared & { readonly text: string; readonly settings: StackSettings };

/** Makes a new stack; when that fails, everything is removed again, unless it is to stay as it is. */
export async function create(work: Work, goal: Goal, ports: OperationPorts): Promise<void> {
  const { turn } = ports;
  turn('CREATE_IN_PROGRESS', 'User Initiated');
  const failure = await apply(work) ?? settleOutputs(work, goal, ports);
  // Whoever deletes a stack that is being made goes on from here.
  if (isBeingDeleted(work)) return;
  if (failure === undefined) return turn('CREATE_COMPLETE');
  if (work.disableRollback) return leave(work, 'CREATE_FAILED', failure, ports);
  await undoCreate(work, work.needs, `${failure.trimEnd()} Rollback requested by user.`, ports);
}

/** Brings a stack to another template; when that fails, everything is put back, unless it is to stay as it is. */
export async function update(work: Work, goal: Goal, ports: OperationPorts): Promise<void> {
  const { stack } = work;
  const { turn } = ports;
  const old = needsOf(stack.settled.resources);
  turn('UPDATE_IN_PROGRESS', 'User Initiated');
  await clearHalfMade(work);
  const failure = await apply(work) ?? settleOutputs(work, goal, ports);
  const journal = joined(stack.unfinished?.journal ?? new Map(), work.journal);
  const whole = { ...work, journal };
  if (failure === undefined) {
    stack.unfinished = undefined;
    turn('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    abandon(stack, await removeAll(whole, new Map([...removed(whole), ...replacedOld(whole)]), old, true), work.target);
    return turn('UPDATE_COMPLETE');
  }
  if (work.disableRollback) return leave(whole, 'UPDATE_FAILED', failure, ports);
  await undoUpdate(whole, { old, needs: union(work.needs, old), reason: failure }, ports);
}

/** Removes a stack, which is said to be on its way out already, last things first. */
export async function remove(work: Work, { turn }: Pick<OperationPorts, 'turn'>, retained: ReadonlySet<string>): Promise<void> {
  const { stack } = work;
  const leaving = everything(stack, ({ logicalId, deletionPolicy }) => retained.has(logicalId) || deletionPolicy === 'Retain' || deletionPolicy === 'RetainExceptOnCreate');
  // What an operation left undone beside the stack's own resources goes first: nothing refers to it.
  await removeAll(work, leftovers(stack), new Map(), true);
  const stuck = await removeAll(work, leaving, work.needs);
  turn(stuck.length === 0 ? 'DELETE_COMPLETE' : 'DELETE_FAILED', stuck.length === 0 ? undefined : `The following resource(s) failed to delete: [${stuck.join(', ')}]. `);
}

const isBeingDeleted = ({ stack: { status } }: Work): boolean => status === 'DELETE_IN_PROGRESS';

/** Stops where it failed. */
function leave({ stack, needs, journal }: Work, status: 'CREATE_FAILED' | 'UPDATE_FAILED', failure: string, { turn }: OperationPorts): void {
  stack.unfinished = { journal, needs: union(needs, stack.unfinished?.needs ?? new Map()), restored: new Set() };
  turn(status, failure);
}

/** What failed while it was made is removed before it is made again. */
async function clearHalfMade(work: Work): Promise<void> {
  const { stack, doubtful } = work;
  const { unfinished } = stack;
  const half = [...stack.resources.values()].filter(({ logicalId }) => doubtful.has(logicalId) && unfinished?.journal.get(logicalId)?.kind === 'created' && lastStatus(stack, logicalId) === 'CREATE_FAILED');
  await removeAll(work, new Map(half.map((resource) => [resource.logicalId, { resource, keep: false }])), new Map(), true);
  for (const { logicalId } of half) unfinished?.journal.delete(logicalId);
}

export const lastStatus = ({ events }: Stack, logicalId: string): string | undefined => events.findLast((event) => event.logicalId === logicalId)?.status;

/** Outputs come last; answers why the stack cannot have them, if so. */
function settleOutputs(work: Work, { template, settled, parameters, text, settings }: Goal, { exports, imported }: OperationPorts): string | undefined {
  const { stack } = work;
  let outputs: ReadonlyMap<string, StackOutput>;
  try {
    outputs = outputsOf(settled, work.evaluate);
  } catch (thrown) {
    return reasonOf(thrown);
  }
  const refusal = exports.refusal(stack, outputs);
  if (refusal !== undefined) return refusal;
  Object.assign(stack, { template, templateText: text, settled, parameters, settings, outputs, imports: imported, stable: true });
  return undefined;
}

function leftovers({ resources, unfinished }: Stack): ReadonlyMap<string, Leaving> {
  return new Map([...unfinished?.journal ?? []].flatMap(([logicalId, entry]): readonly [string, Leaving][] => {
    if (entry.kind !== 'replaced') return [];
    const current = resources.get(logicalId)?.physicalId;
    const other = [entry.before, entry.resource].find(({ physicalId }) => physicalId !== current);
    return other === undefined ? [] : [[logicalId, { resource: other, keep: entry.keep }]];
  }));
}

function removed({ stack, target }: Work): readonly [string, Leaving][] {
  return [...stack.resources].filter(([logicalId]) => !Object.hasOwn(target.resources, logicalId))
    .map(([logicalId, resource]) => [logicalId, { resource, keep: resource.deletionPolicy === 'Retain' || resource.deletionPolicy === 'RetainExceptOnCreate' }]);
}

function replacedOld({ journal }: Work): readonly [string, Leaving][] {
  return [...journal].flatMap(([logicalId, entry]): readonly [string, Leaving][] => (entry.kind === 'replaced' ? [[logicalId, { resource: entry.before, keep: entry.keep }]] : []));
}

/** What either of two templates needs; their circles, if any, cannot matter for what only one of them has. */
function union(one: Needs, other: Needs): Needs {
  return new Map([...other].filter(([logicalId]) => !one.has(logicalId)).concat([...one]));
}
