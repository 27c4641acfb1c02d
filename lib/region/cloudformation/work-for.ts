import { invalid } from './arguments';
import { withoutReferences } from './dynamic-references';
import type { Exports } from './exports';
import { evaluate } from './intrinsic';
import { lastStatus, type OperationPorts } from './operation';
import type { EnginePorts, Prepared } from './prepare';
import { scopeOf } from './scope';
import { forbiddenBy } from './stack-policy';
import { STACK_TYPE, type Stack } from './stack';
import type { Work } from './work';

export interface WorkOptions {
  readonly exports: Exports;
  readonly disableRollback?: boolean;
  readonly cancelled?: AbortSignal;
  /** Stands for the stack's policy in this operation. */
  readonly policy?: string | undefined;
}

/** One operation of a stack, ready to be carried out. */
export function workFor(stack: Stack, { template, settled, parameters, needs }: Prepared, ports: EnginePorts, options: WorkOptions): { readonly work: Work; readonly ports: OperationPorts } {
  const { specification, clock, zones } = ports;
  const { exports, disableRollback = false, cancelled = new AbortController().signal, policy = stack.policy } = options;
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
    parameter: (name: string, version?: number) => ports.parameter(stack.place, name, version) ?? invalid(`Parameters: [ssm:${name}${version === undefined ? '' : `:${version}`}] cannot be found.`),
    secret: ports.secret,
  };
  const doubtful = stack.unfinished === undefined ? [] : [...stack.resources.keys()].filter((logicalId) => lastStatus(stack, logicalId)?.endsWith('_FAILED'));
  const work: Work = {
    stack, target: settled, needs, journal: new Map(), doubtful: new Set(doubtful), disableRollback, cancelled, specification, note,
    forbidden: (logicalId, type, kind) => (policy === undefined ? undefined : forbiddenBy(policy, logicalId, type, kind)),
    evaluate: (value) => evaluate(value, scope),
    resolve: (properties, type) => withoutReferences(properties, type, sources),
    provider: (type) => ports.provider(type) ?? invalid(`Template format error: Unrecognized resource types: [${type}]`),
  };
  const turn: OperationPorts['turn'] = (status, reason) => {
    stack.status = status;
    stack.statusReason = reason;
    note(stack.name, status, reason);
  };
  return { work, ports: { exports, imported, turn } };
}
