import type { Needs } from './dependencies';
import type { Journal } from './journal';
import type { ResourceProvider, ResourceRequest } from './provider';
import type { Settled } from './settle';
import type { TypeSpecification } from './specification';
import type { Stack, StackResource } from './stack';
import type { UpdateKind } from './stack-policy';

/** One operation on a stack: what it is to become, and what has been done so far. */
export interface Work {
  readonly stack: Stack;
  readonly target: Settled;
  readonly needs: Needs;
  readonly journal: Journal;
  /** Resources whose last change failed: what the stack says of them is not sure. */
  readonly doubtful: ReadonlySet<string>;
  /** What fails stays as it is. */
  readonly disableRollback: boolean;
  /** Aborted when somebody wants the operation to end. */
  readonly cancelled: AbortSignal;
  readonly evaluate: (value: unknown) => unknown;
  /** Looks up what dynamic references in a resource's properties stand for. */
  readonly resolve: (properties: Readonly<Record<string, unknown>>, type: string) => Readonly<Record<string, unknown>>;
  readonly provider: (type: string) => ResourceProvider;
  readonly specification: (type: string) => TypeSpecification | undefined;
  /** Why the stack's policy forbids to change a resource so; nothing when it does not. */
  readonly forbidden: (logicalId: string, type: string, kind: UpdateKind) => string | undefined;
  /** Tells what happened to a resource, or to the stack under its own name. */
  readonly note: (logicalId: string, status: string, reason?: string) => void;
}

/** A resource as it is asked for again, unchanged. */
export const requestOf = ({ place, name, id }: Stack, { logicalId, type, properties, metadata }: StackResource): ResourceRequest =>
  ({ place, stackName: name, stackId: id, logicalId, type, properties, metadata });
