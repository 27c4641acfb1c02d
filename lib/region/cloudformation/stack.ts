import type { Instant } from '../../core/units';
import type { Place } from '../place';
import type { Parameters } from './parameters';
import type { Existing } from './provider';
import type { Settled } from './settle';
import type { DeletionPolicy, Template } from './template';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
export type StackStatus =
  | 'CREATE_IN_PROGRESS' | 'CREATE_COMPLETE' | 'ROLLBACK_IN_PROGRESS' | 'ROLLBACK_COMPLETE' | 'ROLLBACK_FAILED'
  | 'UPDATE_IN_PROGRESS' | 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' | 'UPDATE_COMPLETE'
  | 'UPDATE_ROLLBACK_IN_PROGRESS' | 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS' | 'UPDATE_ROLLBACK_COMPLETE' | 'UPDATE_ROLLBACK_FAILED'
  | 'DELETE_IN_PROGRESS' | 'DELETE_COMPLETE' | 'DELETE_FAILED';

export interface StackResource extends Existing {
  readonly logicalId: string;
  readonly type: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The properties before dynamic references were looked up: a change is a change of these. */
  readonly declared: Readonly<Record<string, unknown>>;
  readonly deletionPolicy: DeletionPolicy | undefined;
}

export interface StackEvent {
  readonly at: Instant;
  /** The stack's own name in events about the stack. */
  readonly logicalId: string;
  readonly physicalId: string | undefined;
  readonly type: string;
  readonly status: string;
  readonly reason: string | undefined;
}

export interface StackOutput {
  readonly value: string;
  readonly exportName: string | undefined;
}

export interface Stack {
  readonly name: string;
  readonly id: string;
  readonly place: Place;
  readonly terminationProtection: boolean;
  status: StackStatus;
  /** What the stack was last brought to; an update that was rolled back leaves no trace in it. */
  template: Template;
  settled: Settled;
  parameters: Parameters;
  readonly resources: Map<string, StackResource>;
  outputs: ReadonlyMap<string, StackOutput>;
  /** Names of other stacks' exports that this one is made of. */
  imports: ReadonlySet<string>;
  readonly events: StackEvent[];
}

export const STACK_TYPE = 'AWS::CloudFormation::Stack';

export const isBusy = ({ status }: Stack): boolean => status.endsWith('_IN_PROGRESS');

/**
 * The texts of the events that say why a stack's last operation failed, first failure first.
 *
 * What the failure of one resource made CloudFormation give up is left out. When no resource failed, it is the stack's own reason.
 */
export function failuresOf(stack: Stack): readonly string[] {
  const since = stack.events.findLastIndex(({ type, status }) => type === STACK_TYPE && /^(CREATE|UPDATE|DELETE)_IN_PROGRESS$/.test(status));
  const told = stack.events.slice(Math.max(0, since)).flatMap((event) => (event.reason === undefined ? [] : [{ ...event, reason: event.reason }]));
  const failed = told.filter(({ type, status, reason }) => type !== STACK_TYPE && status.endsWith('_FAILED') && !CANCELLED.has(reason));
  const found = failed.length > 0 ? failed : told.filter(({ type, status }) => type === STACK_TYPE && /ROLLBACK|FAILED/.test(status));
  return found.map(({ logicalId, reason }) => `${logicalId}: ${reason}`);
}

export const CANCELLED_REASON = { CREATE: 'Resource creation cancelled', UPDATE: 'Resource update cancelled' } as const;
const CANCELLED: ReadonlySet<string> = new Set(Object.values(CANCELLED_REASON));
