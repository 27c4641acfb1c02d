import type { Place } from '../place';
import type { Instant } from '../../core/units';
import type { ParameterValues } from './parameters';
import type { Existing } from './provider';
import type { Template } from './template';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
export type StackStatus =
  | 'CREATE_IN_PROGRESS' | 'CREATE_COMPLETE' | 'ROLLBACK_IN_PROGRESS' | 'ROLLBACK_COMPLETE' | 'ROLLBACK_FAILED'
  | 'UPDATE_IN_PROGRESS' | 'UPDATE_COMPLETE' | 'UPDATE_ROLLBACK_IN_PROGRESS' | 'UPDATE_ROLLBACK_COMPLETE' | 'UPDATE_ROLLBACK_FAILED'
  | 'DELETE_IN_PROGRESS' | 'DELETE_COMPLETE' | 'DELETE_FAILED';

export interface StackResource extends Existing {
  readonly logicalId: string;
  readonly type: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly retained: { readonly onDelete: boolean; readonly onReplace: boolean };
}

export interface StackEvent {
  readonly at: Instant;
  readonly logicalId: string;
  readonly status: string;
  readonly reason: string | undefined;
}

export interface Stack {
  readonly name: string;
  readonly id: string;
  readonly place: Place;
  status: StackStatus;
  template: Template;
  parameters: ParameterValues;
  readonly resources: Map<string, StackResource>;
  readonly exports: Map<string, string>;
  readonly events: StackEvent[];
}
