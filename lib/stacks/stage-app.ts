import { Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from '../config/stage';
import type { ServiceContract } from '../constructs/probe-hook';
import type { ReleasedWorkload } from '../constructs/release-task';
import type { AlarmPlan } from '../core/rollout/alarm-plan';
import { ApiReleaseStack } from './api-release-stack';
import { ApiStack } from './api-stack';
import { AuxiliaryReleaseStack } from './auxiliary-release-stack';
import { AuxiliaryStack } from './auxiliary-stack';
import { DataStack } from './data-stack';
import { DeliveryStack, type Neighbours } from './delivery-stack';
import { FoundationStack } from './foundation-stack';
import { NetworkStack } from './network-stack';
import { ObservabilityStack } from './observability-stack';
import { topologyFingerprint } from './topology-fingerprint';

/** What a service brings to a stage. */
export interface OfferedService {
  readonly contract: ServiceContract;
  /** Made from the contract's operations and the stage. */
  readonly alarmPlan: AlarmPlan;
  readonly workload: ReleasedWorkload;
  readonly imageReference: string;
}

export interface StageAppProps {
  readonly stage: Stage;
  readonly neighbours: Neighbours;
  readonly api: OfferedService;
  readonly auxiliary: OfferedService;
}

/** All stacks of one stage. */
export interface StageStacks {
  readonly delivery: DeliveryStack;
  readonly foundation: FoundationStack;
  readonly network: NetworkStack;
  readonly data: DataStack;
  readonly api: ApiStack;
  readonly auxiliary: AuxiliaryStack;
  readonly observability: ObservabilityStack;
  readonly apiRelease: ApiReleaseStack;
  readonly auxiliaryRelease: AuxiliaryReleaseStack;
}

/**
 * What a tag may not be put on: CloudFormation would send the whole resource again, which ECS refuses for a service under CODE_DEPLOY,
 * and which turns the weights of a rule back.
 */
export const neverTagged = [
  'AWS::ElasticLoadBalancingV2::Listener', 'AWS::ElasticLoadBalancingV2::ListenerRule', 'AWS::ElasticLoadBalancingV2::TargetGroup',
  'AWS::ECS::Service', 'AWS::CodeDeploy::Application', 'AWS::CodeDeploy::DeploymentGroup',
];

/**
 * Wires the stacks of one stage in the order in which they are deployed.
 *
 * The API's stacks know nothing of the auxiliary tier's: neither a release nor a topology of that tier can hold theirs up.
 */
export function stageApp(scope: Construct, { stage, neighbours, api: offeredApi, auxiliary: offeredAuxiliary }: StageAppProps): StageStacks {
  const delivery = new DeliveryStack(scope, stage, neighbours);
  const foundation = new FoundationStack(scope, stage);
  const network = new NetworkStack(scope, stage, { flowLog: foundation.flowLog });
  const data = new DataStack(scope, stage, { foundation, network });
  const shared = { foundation, network, data, before: neighbours.from };
  const api = new ApiStack(scope, stage, { ...shared, ...offeredApi });
  const auxiliary = new AuxiliaryStack(scope, stage, { ...shared, ...offeredAuxiliary });

  const released = (tier: ApiStack | AuxiliaryStack): string => {
    const fingerprint = topologyFingerprint([network, data, tier], stage.topology.edition);
    tier.publishTopology(fingerprint);
    return fingerprint;
  };
  const apiRelease = new ApiReleaseStack(scope, stage, { ...offeredApi, fingerprint: released(api) });
  const auxiliaryRelease = new AuxiliaryReleaseStack(scope, stage, { ...offeredAuxiliary, fingerprint: released(auxiliary) });

  const observability = new ObservabilityStack(scope, stage, { foundation, data, api, auxiliary });

  // Nothing follows the stack of the pipeline: a person deploys it, once, before all others.
  network.addStackDependency(foundation);
  data.addStackDependency(network);
  api.addStackDependency(data);
  auxiliary.addStackDependency(data);
  // It speaks of their alarms by name.
  for (const stack of [data, api, auxiliary]) observability.addStackDependency(stack);
  // Only the order: a release is deployed with --exclusively.
  apiRelease.addStackDependency(api);
  auxiliaryRelease.addStackDependency(auxiliary);
  for (const stack of [delivery, foundation, network, data, api, auxiliary, observability]) {
    Tags.of(stack).add('changeover:stage', stage.name, { excludeResourceTypes: neverTagged });
  }
  return { delivery, foundation, network, data, api, auxiliary, observability, apiRelease, auxiliaryRelease };
}
