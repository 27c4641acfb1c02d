import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../core/time';
import type { Identifiers } from '../identifiers';
import { arnOf, type Place } from '../place';
import { isServiceError, reasonOf, ServiceError } from '../service-error';
import { apply, tidy, undo, type Work } from './apply';
import { evaluate } from './intrinsic';
import { parameterValues } from './parameters';
import type { ResourceProvider } from './provider';
import { scopeOf } from './scope';
import type { Specification } from './specification';
import type { Stack } from './stack';
import { unsupportedIn, type Template } from './template';

export interface EnginePorts {
  readonly clock: Clock;
  readonly ids: Identifiers;
  readonly specification: Specification;
  /** Who makes resources of `type`; the engine records types that AWS knows and nobody claims. */
  readonly provider: (type: string) => ResourceProvider | undefined;
  readonly parameter: (place: Place, name: string) => string | undefined;
  readonly secret: (place: Place, service: string, reference: string) => string;
  readonly zones: (region: string) => readonly string[];
}

/** Stacks: created, updated and rolled back as CloudFormation does it. */
export class CloudFormation {
  readonly stacks = new Map<string, Stack>();

  constructor(private readonly ports: EnginePorts) {}

  /**
   * Creates the stack, or updates it when it is there, and answers when the operation has ended; look at `status`.
   *
   * @throws ServiceError `ValidationError` when the template is refused, or when nothing would change; nothing was done then
   */
  async deploy(place: Place, name: string, template: Template, given: Readonly<Record<string, string>> = {}): Promise<Stack> {
    const unsupported = unsupportedIn(template);
    if (unsupported.length > 0) throw new ServiceError('ValidationError', `the region does not support: ${unsupported.join('; ')}`);
    this.refuseUnknownTypes(template);
    const parameters = parameterValues(template, given, (parameter) => this.ports.parameter(place, parameter));
    const key = `${place.account}/${place.region}/${name}`;
    const known = this.stacks.get(key);
    if (known !== undefined && known.status.endsWith('_IN_PROGRESS')) {
      throw new ServiceError('ValidationError', `Stack:${known.id} is in ${known.status} state and can not be updated.`);
    }
    const stack = known ?? this.empty(place, name, template);
    this.stacks.set(key, stack);
    const creating = known === undefined || known.status === 'ROLLBACK_COMPLETE' || known.status === 'DELETE_COMPLETE';
    const unchanged = !creating && isDeepStrictEqual(stack.template, template) && isDeepStrictEqual(stack.parameters, parameters);
    if (unchanged) throw new ServiceError('ValidationError', 'No updates are to be performed.');
    await this.run(stack, template, parameters, creating ? 'CREATE' : 'UPDATE');
    return stack;
  }

  private async run(stack: Stack, template: Template, parameters: Stack['parameters'], verb: 'CREATE' | 'UPDATE'): Promise<void> {
    const work = this.work(stack, template, parameters);
    this.turn(stack, `${verb}_IN_PROGRESS`);
    const failure = await apply(work);
    if (failure === undefined) {
      const old = stack.template;
      Object.assign(stack, { template, parameters });
      this.writeExports(stack, template, work);
      await tidy(work, old);
      return this.turn(stack, `${verb}_COMPLETE`);
    }
    const rollback = verb === 'CREATE' ? 'ROLLBACK' : 'UPDATE_ROLLBACK';
    this.turn(stack, `${rollback}_IN_PROGRESS`, failure);
    const stuck = await undo(work);
    this.turn(stack, stuck === undefined ? `${rollback}_COMPLETE` : `${rollback}_FAILED`, stuck);
  }

  private work(stack: Stack, template: Template, parameters: Stack['parameters']): Work {
    const outside = {
      exported: (name: string) => this.exported(stack.place, name),
      zones: this.ports.zones,
      secret: (service: string, reference: string) => this.ports.secret(stack.place, service, reference),
    };
    const scope = scopeOf(stack, template, parameters, outside);
    return {
      stack, template, journal: [],
      evaluate: (value) => evaluate(value, scope),
      provider: (type) => this.providerOf(type),
      createOnly: (type) => this.ports.specification(type)?.createOnly ?? new Set(),
      note: (logicalId, status, reason) => stack.events.push({ at: this.ports.clock.now(), logicalId, status, reason }),
    };
  }

  private providerOf(type: string): ResourceProvider {
    const provider = this.ports.provider(type);
    if (provider === undefined) throw new ServiceError('ValidationError', `Template format error: Unrecognized resource types: [${type}]`);
    return provider;
  }

  private refuseUnknownTypes(template: Template): void {
    const types = new Set(Object.values(template.Resources).map(({ Type }) => Type));
    const unknown = [...types].filter((type) => this.ports.provider(type) === undefined);
    if (unknown.length > 0) throw new ServiceError('ValidationError', `Template format error: Unrecognized resource types: [${unknown.join(', ')}]`);
  }

  private writeExports(stack: Stack, template: Template, { evaluate: value }: Work): void {
    stack.exports.clear();
    for (const output of Object.values(template.Outputs ?? {})) {
      if (output.Export !== undefined) stack.exports.set(String(value(output.Export.Name)), String(value(output.Value)));
    }
  }

  private exported(place: Place, name: string): string | undefined {
    const here = [...this.stacks.values()].filter((stack) => stack.place.account === place.account && stack.place.region === place.region);
    return here.map((stack) => stack.exports.get(name)).find((value) => value !== undefined);
  }

  private empty(place: Place, name: string, template: Template): Stack {
    const id = arnOf('cloudformation', place, `stack/${name}/${this.ports.ids.uuid()}`);
    return { name, id, place, status: 'CREATE_IN_PROGRESS', template, parameters: {}, resources: new Map(), exports: new Map(), events: [] };
  }

  private turn(stack: Stack, status: Stack['status'], reason?: string): void {
    stack.status = status;
    stack.events.push({ at: this.ports.clock.now(), logicalId: stack.name, status, reason });
  }
}

/** The texts of the events that say why a stack's last operation failed, first failure first. */
export const failuresOf = (stack: Stack): readonly string[] =>
  stack.events.filter(({ status, reason }) => status.endsWith('_FAILED') && reason !== undefined).map(({ logicalId, reason }) => `${logicalId}: ${reason ?? ''}`);

export const failureText = (thrown: unknown): string => (isServiceError(thrown) ? `${thrown.code}: ${thrown.message}` : reasonOf(thrown));
