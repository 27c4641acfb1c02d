import type { Statement } from '../core/policy/policy';
import type { Region } from './region';

/** Everything that a template opens: statements that allow, rules of security groups; and what of it was needed so far. */
export interface Grants {
  readonly all: readonly string[];
  /** Those without which something that happened would have been refused. */
  readonly needed: ReadonlySet<string>;
}

/** What the stacks of a region have opened, as `<stack>/<logical id>`, with where in the resource it stands. */
export function grantsOf({ permissions, network: { paths, names } }: Region): Grants {
  for (const { from, target, port } of names.connections()) paths.remember(from, target, port);
  const statements = [...permissions.roles.all(), ...permissions.resources.all()].flatMap((policy) => policy.statements);
  const allowing = statements.filter(({ effect }: Statement) => effect === 'Allow').map(({ where }) => where);
  return { all: [...new Set([...allowing, ...paths.rules()])].sort(), needed: new Set([...permissions.needed, ...paths.needed]) };
}
