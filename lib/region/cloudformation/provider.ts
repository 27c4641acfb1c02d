import type { Place } from '../place';

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

/** How a service makes, changes and removes resources of one type. All of it may take time; every failure is thrown. */
export interface ResourceProvider {
  create(request: ResourceRequest): Promise<Created>;
  /**
   * Changes the resource where it stands, or answers `replace` when only a new one can have the new properties.
   * The engine has already ruled out changes of create-only properties.
   */
  update(request: ResourceRequest, existing: Existing): Promise<Created | 'replace'>;
  delete(request: ResourceRequest, existing: Existing): Promise<void>;
}

/** Providers by CloudFormation type. */
export type Providers = Readonly<Record<string, ResourceProvider>>;
