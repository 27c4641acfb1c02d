import type { Place } from '../place';
import { ServiceError } from '../service-error';

/** One resource of a stack, as a service is asked to make it: every intrinsic function is already evaluated. */
export interface ResourceRequest {
  readonly place: Place;
  readonly stackName: string;
  readonly stackId: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** The resource's `Metadata` in the template. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What exists afterwards. */
export interface Created {
  /** What `Ref` gives. */
  readonly physicalId: string;
  /** What `Fn::GetAtt` gives. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A resource that is there, and what it was made of. */
export interface Existing extends Created {
  readonly properties: Readonly<Record<string, unknown>>;
}

/**
 * How a service makes, changes and removes resources of one type. All of it may take time; every failure is thrown.
 *
 * `cancelled` is aborted when another resource has failed. A provider that waits for somebody else's answer stops waiting then and
 * throws; others may finish what they do, and are undone afterwards.
 */
export interface ResourceProvider {
  /** @throws PartlyMade when there is something to remove although it failed */
  create(request: ResourceRequest, cancelled?: AbortSignal): Promise<Created>;
  /**
   * Changes the resource where it stands, or answers `replace` when only a new one can have the new properties.
   * The engine has already ruled out changes of create-only properties. An answer with another physical id is a replacement too.
   *
   * @throws PartlyMade when it failed while it replaced the resource, and there is a new one to remove
   * @throws Refused when nothing was changed, so that there is nothing to undo
   */
  update(request: ResourceRequest, existing: Existing, cancelled?: AbortSignal): Promise<Created | 'replace'>;
  delete(request: ResourceRequest, existing: Existing): Promise<void>;
}

/** Providers by CloudFormation type. */
export type Providers = Readonly<Record<string, ResourceProvider>>;

/** A resource that failed after something was made: undoing has to remove it under this id. */
export class PartlyMade extends Error {
  constructor(readonly physicalId: string, message: string) {
    super(message);
    this.name = 'PartlyMade';
  }
}

/** A change that a service refused before it changed anything. */
export class Refused extends ServiceError {}
