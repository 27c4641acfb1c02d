import { isDeepStrictEqual } from 'node:util';
import { arnOf, type Place } from '../place';
import { invalid } from './arguments';
import { needsOf } from './dependencies';
import { withoutReferences } from './dynamic-references';
import { Exports, outputsOf } from './exports';
import { evaluate } from './intrinsic';
import { isSame } from './make';
import { create, remove, update, type OperationPorts } from './operation';
import { prepare, type EnginePorts, type Prepared } from './prepare';
import { scopeOf } from './scope';
import type { Settled } from './settle';
import { isBusy, STACK_TYPE, type Stack } from './stack';
import type { Template } from './template';
import type { Work } from './work';

export interface DeployOptions {
  /** Parameters by name; those that are left out keep what they had, or have their default. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly terminationProtection?: boolean;
}

/** Stacks: created, updated, rolled back and deleted as CloudFormation does it for `cdk deploy` and `cdk destroy`. */
export class CloudFormation {
  /** Those that are there, by account, region and name. */
  readonly stacks = new Map<string, Stack>();

  constructor(private readonly ports: EnginePorts) {}

  /**
   * Creates the stack, or updates it when it is there, and answers when the operation has ended; look at `status`. A stack whose
   * creation had failed is deleted first.
   *
   * @throws ServiceError `ValidationError` when the template is refused, or when nothing would change; nothing was done then
   */
  async deploy(place: Place, name: string, template: Template, { parameters = {}, terminationProtection = false }: DeployOptions = {}): Promise<Stack> {
    const known = this.stacks.get(keyOf(place, name));
    if (known !== undefined && isBusy(known)) return invalid(`Stack:${known.id} is in ${known.status} state and can not be updated.`);
    const failedBefore = known?.status === 'ROLLBACK_COMPLETE' || known?.status === 'ROLLBACK_FAILED';
    if (known !== undefined && !failedBefore) return this.update(known, template, parameters);
    const stack = this.empty(place, name, template, terminationProtection);
    const prepared = prepare(stack, template, parameters, {}, this.ports);
    if (failedBefore && (await this.delete(place, name)).status !== 'DELETE_COMPLETE') return invalid(`Failed deleting stack ${name} that had previously failed creation`);
    Object.assign(stack, { template: prepared.template, settled: prepared.settled });
    this.stacks.set(keyOf(place, name), stack);
    const { work, ports } = this.begin(stack, prepared);
    await create(work, prepared, ports);
    return stack;
  }

  /**
   * Deletes the stack and answers when that has ended; look at `status`.
   *
   * @throws ServiceError `ValidationError` for a stack that is protected, or whose exports are in use; nothing was done then
   */
  async delete(place: Place, name: string): Promise<Stack> {
    const stack = this.stacks.get(keyOf(place, name)) ?? invalid(`Stack with id ${name} does not exist`);
    if (isBusy(stack)) return invalid(`the region does not delete a stack while it is in ${stack.status} state`);
    if (stack.terminationProtection) return invalid(`Stack [${name}] cannot be deleted while TerminationProtection is enabled`);
    const refusal = this.exports(place).refusal(stack, new Map());
    if (refusal !== undefined) return invalid(refusal);
    const { work, ports } = this.begin(stack, { ...stack, needs: needsOf(stack.settled.resources) });
    await remove(work, ports);
    if (stack.status === 'DELETE_COMPLETE') this.stacks.delete(keyOf(place, name));
    return stack;
  }

  private async update(stack: Stack, template: Template, parameters: Readonly<Record<string, string>>): Promise<Stack> {
    if (!/^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/.test(stack.status)) return invalid(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
    const prepared = prepare(stack, template, parameters, stack.parameters.given, this.ports);
    const retyped = Object.entries(prepared.settled.resources).filter(([logicalId, { Type }]) => (stack.resources.get(logicalId)?.type ?? Type) !== Type).map(([logicalId]) => logicalId);
    if (retyped.length > 0) return invalid(`Update of resource type is not permitted. The new template modifies resource type of the following resources: [${retyped.join(', ')}]`);
    const { work, ports } = this.begin(stack, prepared);
    if (changesNothing(work, prepared.settled)) return invalid('No updates are to be performed.');
    await update(work, prepared, ports);
    return stack;
  }

  private begin(stack: Stack, { template, settled, parameters, needs }: Prepared): { readonly work: Work; readonly ports: OperationPorts } {
    const { specification, clock, zones } = this.ports;
    const exports = this.exports(stack.place);
    const imported = new Set<string>();
    const exported = (name: string): string | undefined => {
      imported.add(name);
      return exports.value(name);
    };
    const scope = scopeOf(stack, template, parameters.values, { exported, zones });
    const note: Work['note'] = (logicalId, status, reason) => {
      const resource = stack.resources.get(logicalId);
      const type = logicalId === stack.name ? STACK_TYPE : settled.resources[logicalId]?.Type ?? resource?.type ?? '';
      stack.events.push({ at: clock.now(), logicalId, physicalId: logicalId === stack.name ? stack.id : resource?.physicalId, type, status, reason });
    };
    const sources = {
      parameter: (name: string, version?: number) => this.ports.parameter(stack.place, name, version) ?? invalid(`Parameters: [ssm:${name}${version === undefined ? '' : `:${version}`}] cannot be found.`),
      secret: this.ports.secret,
    };
    const work: Work = {
      stack, target: settled, needs, journal: new Map(), specification, note,
      evaluate: (value) => evaluate(value, scope),
      resolve: (properties, type) => withoutReferences(properties, type, sources),
      provider: (type) => this.ports.provider(type) ?? invalid(`Template format error: Unrecognized resource types: [${type}]`),
    };
    const turn: OperationPorts['turn'] = (status, reason) => {
      stack.status = status;
      note(stack.name, status, reason);
    };
    return { work, ports: { exports, imported, turn } };
  }

  private exports({ account, region }: Place): Exports {
    return new Exports(() => [...this.stacks.values()].filter(({ place }) => place.account === account && place.region === region));
  }

  private empty(place: Place, name: string, template: Template, terminationProtection: boolean): Stack {
    if (!/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(name)) return invalid(`1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`);
    const id = arnOf('cloudformation', place, `stack/${name}/${this.ports.ids.uuid()}`);
    return {
      name, id, place, terminationProtection, status: 'CREATE_IN_PROGRESS', template, settled: { resources: {}, outputs: {} }, parameters: { values: {}, given: {} },
      resources: new Map(), outputs: new Map(), imports: new Set(), events: [],
    };
  }
}

const keyOf = ({ account, region }: Place, name: string): string => `${account}/${region}/${name}`;

/** Only resources and outputs count: a template that differs in nothing else is no update. */
function changesNothing({ stack, evaluate: valueOf }: Work, { resources, outputs }: Settled): boolean {
  const isKnown = [...stack.resources.keys()].every((logicalId) => Object.hasOwn(resources, logicalId));
  const isUnchanged = Object.entries(resources).every(([logicalId, definition]) => {
    const existing = stack.resources.get(logicalId);
    return existing !== undefined && isSame(existing, definition, valueOf) && isDeepStrictEqual(existing.metadata, valueOf(definition.Metadata ?? {}));
  });
  return isKnown && isUnchanged && isDeepStrictEqual(outputsOf({ resources, outputs }, valueOf), stack.outputs);
}

export { failuresOf } from './stack';
