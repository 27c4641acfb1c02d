import { grantsOf as grantsIn } from '../core/policy/grant';
import type { Region } from './region';

/** Everything that a template opens: actions that statements allow, rules of security groups; and what of it was needed so far. */
export interface Grants {
  readonly all: readonly string[];
  /** Those without which something that happened would have been refused. */
  readonly needed: ReadonlySet<string>;
}

/** What the stacks of a region have opened, as `<stack>/<logical id>`, with where in the resource it stands and, in a policy, the action. */
export function grantsOf({ permissions, network: { paths, names } }: Region): Grants {
  rememberConnections(paths, names);
  const statements = [...permissions.roles.all(), ...permissions.resources.all()].flatMap((policy) => policy.statements);
  return { all: [...new Set([...statements.flatMap((statement) => grantsIn(statement)), ...paths.rules()])].sort(), needed: new Set([...permissions.evidence.needed, ...paths.needed]) };
}

/** What was refused so far: calls in AWS's words, and connections that no security group let through, with the groups' `<stack>/<logical id>`. */
export function refusalsOf({ permissions, network: { paths, names }, cloudformation }: Region): readonly string[] {
  rememberConnections(paths, names);
  const nameOf = (id: string): string => {
    const owner = [...cloudformation.stacks.values()].flatMap(({ name, resources }) => [...resources.values()].map(({ logicalId, physicalId }) => ({ name, logicalId, physicalId }))).find(({ physicalId }) => physicalId === id);
    return owner === undefined ? id : `${owner.name}/${owner.logicalId}`;
  };
  const spelled = (end: readonly string[] | string): string => (typeof end === 'string' ? end : end.map(nameOf).join(', '));
  const closed = paths.closed().map(({ from, to, port, closedBy }) => `no ${closedBy} rule lets ${spelled(from)} reach ${spelled(to)} at port ${port}`);
  return [...permissions.evidence.refusals, ...closed];
}

function rememberConnections(paths: Region['network']['paths'], names: Region['network']['names']): void {
  for (const { from, target, port } of [...names.connections(), ...names.refused()]) paths.remember(from, target, port);
}
