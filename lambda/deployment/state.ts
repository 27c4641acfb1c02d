import type { Progress } from '../../lib/core/release/situation';
import type { StackState } from './gateway';
import type { CustomResourceRequest } from '../shared/custom-resource';

/** What CloudFormation asks of the custom resource `Custom::EcsBlueGreenDeployment`. */
export interface DeploymentRequest extends CustomResourceRequest {
  readonly ResourceProperties: {
    readonly Release: string;
    /** ARNs of revisions that stay registered. */
    readonly TaskDefinition: string;
    /** Of a release that brings migrations. */
    readonly MigrationTaskDefinition?: string;
    readonly ContainerName: string;
    readonly ContainerPort: string;
    /** Fingerprint of the topology that the release was synthesized with. */
    readonly Topology: string;
    /** Of a release that may find alarms red: see `readFix`. */
    readonly Fixes?: unknown;
  };
}

/** What the state machine carries from look to look. */
export interface MachineState {
  readonly request: DeploymentRequest;
  readonly looks: number;
  /** What CloudFormation did with the stack when it sent the request. @default - not asked: the stack is deleted */
  readonly update?: StackState;
  /** Absent before the first look. */
  readonly progress?: Progress;
  /** `bake` waits longer than `wait`. */
  readonly next?: 'wait' | 'bake' | 'done';
}

/** How the function is called: by CloudFormation with a request, by its own state machine with an action. */
export type Invocation =
  | DeploymentRequest
  /** `now` is the moment by AWS's clock, as ISO 8601: a function does not compare its own with what AWS has measured. */
  | { readonly action: 'look'; readonly state: MachineState; readonly now?: string }
  | { readonly action: 'give-up'; readonly state: MachineState & { readonly failure?: { readonly Error?: string; readonly Cause?: string } } };
