import type { Clock } from '../../../core/time';
import type { Instant } from '../../../core/units';
import type { CloudFormation } from '../engine';
import type { Specification } from '../specification';
import type { Permissions } from '../../iam/permissions';

export interface ApiPorts {
  readonly cloudformation: CloudFormation;
  readonly clock: Clock;
  readonly permissions: Permissions;
  readonly specification: Specification;
  /** The text of an object; nothing when there is none. */
  readonly objectText: (bucket: string, key: string) => string | undefined;
  /**
   * What the machine's clock showed at a moment of the region. Moments are told by it, because clients compare them with their own:
   * `cdk deploy` shows the events since it began.
   */
  readonly toWall: (at: Instant) => number;
}
