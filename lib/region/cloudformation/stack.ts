import type { Instant } from '../../core/units';
import type { Place } from '../place';
import type { Needs } from './dependencies';
import type { Journal } from './journal';
import type { Parameters } from './parameters';
import type { Existing } from './provider';
import type { Settled } from './settle';
import type { DeletionPolicy, Template } from './template';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
export type StackStatus =
  | 'CREATE_IN_PROGRESS' | 'CREATE_COMPLETE' | 'ROLLBACK_IN_PROGRESS' | 'ROLLBACK_COMPLETE' | 'ROLLBACK_FAILED'
  | 'UPDATE_IN_PROGRESS' | 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' | 'UPDATE_COMPLETE'
  | 'UPDATE_ROLLBACK_IN_PROGRESS' | 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS' | 'UPDATE_ROLLBACK_COMPLETE' | 'UPDATE_ROLLBACK_FAILED'
  | 'DELETE_IN_PROGRESS' | 'DELETE_COMPLETE' | 'DELETE_FAILED'
  /** There is a change set that would make it, and nothing else yet. */
  | 'REVIEW_IN_PROGRESS'
  /** It failed, and whoever asked for it wanted it left as it was then. */
  | 'CREATE_FAILED' | 'UPDATE_FAILED';

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

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** What a stack has beside its template and parameters. */
export interface StackSettings {
  readonly tags: readonly Tag[];
  readonly capabilities: readonly string[];
  readonly notificationArns: readonly string[];
  readonly roleArn: string | undefined;
  /** What fails stays as it is, until somebody tries again or rolls it back. */
  readonly disableRollback: boolean;
}

export const NO_SETTINGS: StackSettings = { tags: [], capabilities: [], notificationArns: [], roleArn: undefined, disableRollback: false };

/** What has been done of an operation that failed and was not, or could not be, undone. */
export interface Unfinished {
  readonly journal: Journal;
  readonly needs: Needs;
  /** What has been put back already. */
  readonly restored: Set<string>;
}

export interface Stack {
  readonly name: string;
  readonly id: string;
  readonly place: Place;
  terminationProtection: boolean;
  status: StackStatus;
  statusReason: string | undefined;
  /** What the stack was last brought to; an update that was rolled back leaves no trace in it. */
  template: Template;
  /** The same as somebody wrote it: JSON, or YAML. */
  templateText: string;
  settled: Settled;
  parameters: Parameters;
  settings: StackSettings;
  /** The text of the policy that protects resources from updates. */
  policy: string | undefined;
  readonly resources: Map<string, StackResource>;
  outputs: ReadonlyMap<string, StackOutput>;
  /** Names of other stacks' exports that this one is made of. */
  imports: ReadonlySet<string>;
  readonly events: StackEvent[];
  readonly createdAt: Instant;
  updatedAt: Instant | undefined;
  deletedAt: Instant | undefined;
  /** An operation of it has succeeded once: a rollback has somewhere to go. */
  stable: boolean;
  unfinished: Unfinished | undefined;
  /** Ends the running operation as if it had failed; nothing while none runs. */
  cancel: ((reason: 'cancelled' | 'deleted') => void) | undefined;
}

export const STACK_TYPE = 'AWS::CloudFormation::Stack';

export const isBusy = ({ status }: Stack): boolean => status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS';

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
