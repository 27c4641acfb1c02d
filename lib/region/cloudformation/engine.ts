import { arnOf, type Place } from '../place';
import { invalid } from './arguments';
import type { ChangeSet } from './change-set';
import { needsOf } from './dependencies';
import { Exports } from './exports';
import { changesNothing } from './no-change';
import { create, remove, update } from './operation';
import { prepare, type EnginePorts, type Prepared } from './prepare';
import { isBusy, NO_SETTINGS, type Stack, type StackSettings } from './stack';
import { readStackPolicy } from './stack-policy';
import type { Template } from './template';
import { undoCreate, undoUpdate } from './undo';
import { workFor, type WorkOptions } from './work-for';

export interface DeployOptions {
  /** Parameters by name; those that are left out keep what they had, or have their default. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly terminationProtection?: boolean;
}

/** What somebody wants a stack to be. */
export interface Order {
  readonly template: Template;
  /** The template as it was written. */
  readonly text: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Values that a parameter has when it is given none. */
  readonly previous: Readonly<Record<string, string>>;
  readonly settings: StackSettings;
  /** Stays the stack's policy. */
  readonly policy?: string | undefined;
  /** Is its policy during this operation only. */
  readonly policyDuringUpdate?: string | undefined;
}

/** An operation that has begun; look at the stack's status when it has ended. */
export interface Begun {
  readonly stack: Stack;
  readonly ended: Promise<void>;
}

/** Stacks: created, updated, rolled back and deleted as CloudFormation does it. */
export class CloudFormation {
  /** Those that are there, by account, region and name. */
  readonly stacks = new Map<string, Stack>();
  /** Those that were, by id. */
  readonly deleted = new Map<string, Stack>();
  /** By id. */
  readonly changeSets = new Map<string, ChangeSet>();

  constructor(readonly ports: EnginePorts) {}

  /**
   * Creates the stack, or updates it when it is there, and answers when the operation has ended; look at `status`. A stack whose
   * creation had failed is deleted first. That is what `cdk deploy` does.
   *
   * @throws ServiceError `ValidationError` when the template is refused, or when nothing would change; nothing was done then
   */
  async deploy(place: Place, name: string, template: Template, { parameters = {}, terminationProtection = false }: DeployOptions = {}): Promise<Stack> {
    const known = this.stacks.get(keyOf(place, name));
    const order = { template, text: JSON.stringify(template), parameters, previous: known?.parameters.given ?? {}, settings: known?.settings ?? NO_SETTINGS };
    const failedBefore = known?.status === 'ROLLBACK_COMPLETE' || known?.status === 'ROLLBACK_FAILED';
    if (known !== undefined && !failedBefore) return finished(this.update(known, order));
    const fresh = { ...order, previous: {} };
    const stack = this.empty(place, name, template, terminationProtection);
    const prepared = this.prepared(stack, fresh);
    if (failedBefore && (await finished(this.remove(known))).status !== 'DELETE_COMPLETE') return invalid(`Failed deleting stack ${name} that had previously failed creation`);
    return finished(this.begin(stack, prepared, fresh));
  }

  /** @throws ServiceError when there is such a stack, or `ValidationError` when the template is refused */
  create(place: Place, name: string, order: Order, terminationProtection = false): Begun {
    const stack = this.empty(place, name, order.template, terminationProtection);
    return this.begin(stack, this.prepared(stack, order), order);
  }

  /** A stack that only has a change set so far. */
  review(place: Place, name: string, order: Order): Stack {
    const stack = this.empty(place, name, order.template, false);
    this.prepared(stack, order);
    stack.status = 'REVIEW_IN_PROGRESS';
    stack.statusReason = 'User Initiated';
    this.stacks.set(keyOf(place, name), stack);
    return stack;
  }

  /** Makes a stack that is under review, or that is not there yet. */
  begin(stack: Stack, prepared: Prepared, order: Order): Begun {
    Object.assign(stack, { template: prepared.template, templateText: order.text, settled: prepared.settled, parameters: prepared.parameters, settings: order.settings, policy: order.policy ?? stack.policy });
    this.stacks.set(keyOf(stack.place, stack.name), stack);
    return this.run(stack, (cancelled) => {
      const { work, ports } = this.work(stack, prepared, { cancelled, disableRollback: order.settings.disableRollback });
      return create(work, { ...prepared, text: order.text, settings: order.settings }, ports);
    });
  }

  /** @throws ServiceError `ValidationError` when the template is refused, or when nothing would change; nothing was done then */
  update(stack: Stack, order: Order): Begun {
    refuseUnlessUpdatable(stack, order.settings);
    const prepared = this.prepared(stack, order);
    const retyped = Object.entries(prepared.settled.resources).filter(([logicalId, { Type }]) => (stack.resources.get(logicalId)?.type ?? Type) !== Type).map(([logicalId]) => logicalId);
    if (retyped.length > 0) return invalid(`Update of resource type is not permitted. The new template modifies resource type of the following resources: [${retyped.join(', ')}]`);
    const { work: glance } = this.work(stack, prepared, {});
    if (stack.unfinished === undefined && changesNothing(glance, prepared.settled) && sameTags(stack.settings, order.settings)) return invalid('No updates are to be performed.');
    stack.policy = order.policy ?? stack.policy;
    stack.updatedAt = this.ports.clock.now();
    return this.run(stack, (cancelled) => {
      const { work, ports } = this.work(stack, prepared, { cancelled, disableRollback: order.settings.disableRollback, policy: order.policyDuringUpdate ?? stack.policy });
      return update(work, { ...prepared, text: order.text, settings: order.settings }, ports);
    });
  }

  /**
   * Deletes the stack and answers when that has ended; look at `status`.
   *
   * @throws ServiceError as `remove`
   */
  async delete(place: Place, name: string): Promise<Stack> {
    return finished(this.remove(this.stacks.get(keyOf(place, name)) ?? invalid(`Stack with id ${name} does not exist`)));
  }

  /** @throws ServiceError `ValidationError` for a stack that is protected, or whose exports are in use; nothing was done then */
  remove(stack: Stack, retained: ReadonlySet<string> = new Set()): Begun {
    const { name, status } = stack;
    const isMade = status === 'CREATE_IN_PROGRESS';
    if (stack.terminationProtection) return invalid(`Stack [${name}] cannot be deleted while TerminationProtection is enabled`);
    if (isBusy(stack) && !isMade) return invalid(`Stack [${stack.id}] cannot be deleted while in status ${status}`);
    const refusal = this.exports(stack.place).refusal(stack, new Map());
    if (refusal !== undefined) return invalid(refusal);
    const { making, cancel } = { making: this.running.get(stack), cancel: stack.cancel };
    const { work, ports } = this.work(stack, { ...stack, needs: needsOf(stack.settled.resources) }, {});
    ports.turn('DELETE_IN_PROGRESS', 'User Initiated');
    cancel?.('deleted');
    return this.run(stack, async () => {
      await making;
      await remove(work, ports, retained);
      if (stack.status !== 'DELETE_COMPLETE') return;
      stack.deletedAt = this.ports.clock.now();
      this.deleted.set(stack.id, stack);
      this.stacks.delete(keyOf(stack.place, name));
    });
  }

  /** Takes back what a failed operation has left as it was. @throws ServiceError `ValidationError` when there is nothing to take back */
  rollback(stack: Stack): Begun {
    const { unfinished, status } = stack;
    if (unfinished === undefined || (status !== 'CREATE_FAILED' && status !== 'UPDATE_FAILED')) return invalid(`Stack:${stack.id} is in ${status} state and can not be rolled back.`);
    return this.run(stack, () => {
      const { work, ports } = this.work(stack, { ...stack, needs: unfinished.needs }, {});
      const whole = { ...work, journal: unfinished.journal };
      return stack.stable ? undoUpdate(whole, { old: needsOf(stack.settled.resources), needs: unfinished.needs, reason: 'User Initiated' }, ports) : undoCreate(whole, unfinished.needs, 'User Initiated', ports);
    });
  }

  /** Tries again to put a stack back. @param skipped what is to count as put back, whatever it is */
  continueRollback(stack: Stack, skipped: ReadonlySet<string>): Begun {
    const { unfinished, status } = stack;
    if (unfinished === undefined || status !== 'UPDATE_ROLLBACK_FAILED') return invalid(`Stack:${stack.id} is in ${status} state and can not continue update rollback.`);
    const unknown = [...skipped].filter((logicalId) => !unfinished.journal.has(logicalId) || unfinished.restored.has(logicalId));
    if (unknown.length > 0) return invalid(`The following resources cannot be skipped because they did not fail to roll back: [${unknown.join(', ')}]`);
    return this.run(stack, () => {
      const { work, ports } = this.work(stack, { ...stack, needs: unfinished.needs }, {});
      return undoUpdate({ ...work, journal: unfinished.journal }, { old: needsOf(stack.settled.resources), needs: unfinished.needs, reason: 'User Initiated', skipped }, ports);
    });
  }

  /** Ends an update, which goes back. */
  cancelUpdate(stack: Stack): void {
    if (stack.status !== 'UPDATE_IN_PROGRESS' || stack.cancel === undefined) return invalid('CancelUpdateStack cannot be called from current stack status');
    stack.cancel('cancelled');
  }

  /** A stack by name, or by id; one that is deleted only by id. */
  find({ account, region }: Place, nameOrId: string): Stack | undefined {
    const mine = [...this.stacks.values()].find(({ name, id, place }) => (name === nameOrId || id === nameOrId) && place.account === account && place.region === region);
    return mine ?? this.deleted.get(nameOrId);
  }

  /** Every stack of an account and region, deleted ones too. */
  of({ account, region }: Place): readonly Stack[] {
    return [...this.deleted.values(), ...this.stacks.values()].filter(({ place }) => place.account === account && place.region === region);
  }

  exports({ account, region }: Place): Exports {
    return new Exports(() => [...this.stacks.values()].filter(({ place }) => place.account === account && place.region === region));
  }

  /** @throws ServiceError `ValidationError` */
  prepared(stack: Stack, { template, parameters, previous, policy, policyDuringUpdate }: Order): Prepared {
    for (const text of [policy, policyDuringUpdate]) if (text !== undefined) readStackPolicy(text);
    return prepare(stack, template, parameters, previous, this.ports);
  }

  work(stack: Stack, prepared: Prepared, options: Omit<WorkOptions, 'exports'>) {
    return workFor(stack, prepared, this.ports, { ...options, exports: this.exports(stack.place) });
  }

  private readonly running = new Map<Stack, Promise<void>>();

  private run(stack: Stack, operation: (cancelled: AbortSignal) => Promise<void>): Begun {
    const cancelling = new AbortController();
    const cancel = (): void => cancelling.abort();
    stack.cancel = cancel;
    const ended = operation(cancelling.signal).finally(() => {
      if (stack.cancel === cancel) stack.cancel = undefined;
      if (this.running.get(stack) === ended) this.running.delete(stack);
    });
    this.running.set(stack, ended);
    return { stack, ended };
  }

  private empty(place: Place, name: string, template: Template, terminationProtection: boolean): Stack {
    if (!/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(name)) return invalid(`1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`);
    const id = arnOf('cloudformation', place, `stack/${name}/${this.ports.ids.uuid()}`);
    return {
      name, id, place, terminationProtection, status: 'CREATE_IN_PROGRESS', statusReason: undefined, template, templateText: '', settled: { resources: {}, outputs: {} }, parameters: { values: {}, given: {} },
      settings: NO_SETTINGS, policy: undefined, resources: new Map(), outputs: new Map(), imports: new Set(), events: [], createdAt: this.ports.clock.now(), updatedAt: undefined, deletedAt: undefined,
      stable: false, unfinished: undefined, cancel: undefined,
    };
  }
}

const keyOf = ({ account, region }: Place, name: string): string => `${account}/${region}/${name}`;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html: what failed and was left is changed only by those who leave it again. */
function refuseUnlessUpdatable(stack: Stack, { disableRollback }: StackSettings): void {
  const isComplete = /^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/.test(stack.status);
  const isLeft = stack.status === 'CREATE_FAILED' || stack.status === 'UPDATE_FAILED';
  if (!isComplete && !(isLeft && disableRollback)) invalid(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
}

const sameTags = ({ tags: before }: StackSettings, { tags: after }: StackSettings): boolean => JSON.stringify([...before].sort(byKey)) === JSON.stringify([...after].sort(byKey));
const byKey = (one: { readonly Key: string }, other: { readonly Key: string }): number => (one.Key < other.Key ? -1 : 1);

async function finished({ stack, ended }: Begun): Promise<Stack> {
  await ended;
  return stack;
}

export { failuresOf } from './stack';
