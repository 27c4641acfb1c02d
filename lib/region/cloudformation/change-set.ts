import type { Instant } from '../../core/units';
import type { ResourceChange } from './changes';
import type { Order } from './engine';
import type { Stack } from './stack';

/** What an update, or the creation of a stack, would do; it is done when somebody executes it. */
export interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly stack: Stack;
  readonly kind: 'CREATE' | 'UPDATE';
  readonly description: string | undefined;
  readonly at: Instant;
  readonly order: Order;
  readonly parameters: Readonly<Record<string, string>>;
  readonly changes: readonly ResourceChange[];
  state: ChangeSetState;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets-create.html */
export type ChangeSetState =
  | { readonly at: 'available' }
  | { readonly at: 'failed'; readonly reason: string }
  | { readonly at: 'executed' }
  /** Something else has changed the stack since. */
  | { readonly at: 'obsolete' };
