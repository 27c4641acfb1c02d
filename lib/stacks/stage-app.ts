import { Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from '../config/stage';
import type { ServiceContract } from '../constructs/probe-hook';
import type { ReleasedWorkload } from '../constructs/release-task';
import type { AlarmPlan } from '../core/rollout/alarm-plan';
import { ApiReleaseStack } from './api-release-stack';
import { ApiStack } from './api-stack';
import { DataStack } from './data-stack';
import { FoundationStack } from './foundation-stack';
import { NetworkStack } from './network-stack';
import { topologyFingerprint } from './topology-fingerprint';

export interface StageAppProps {
  readonly stage: Stage;
  readonly contract: ServiceContract;
  /** Made from the contract's operations and the stage. */
  readonly alarmPlan: AlarmPlan;
  readonly workload: ReleasedWorkload;
  readonly imageReference: string;
}

/** All stacks of one stage. */
export interface StageStacks {
  readonly foundation: FoundationStack;
  readonly network: NetworkStack;
  readonly data: DataStack;
  readonly api: ApiStack;
  readonly apiRelease: ApiReleaseStack;
}

/**
 * What a tag may not be put on: CloudFormation would send the whole resource again, which ECS refuses for a service under CODE_DEPLOY,
 * and which turns the weights of a rule back.
 */
export const neverTagged = [
  'AWS::ElasticLoadBalancingV2::Listener', 'AWS::ElasticLoadBalancingV2::ListenerRule', 'AWS::ElasticLoadBalancingV2::TargetGroup',
  'AWS::ECS::Service', 'AWS::CodeDeploy::Application', 'AWS::CodeDeploy::DeploymentGroup',
];

/** Wires the stacks of one stage in the order in which they are deployed. */
export function stageApp(scope: Construct, { stage, contract, alarmPlan, workload, imageReference }: StageAppProps): StageStacks {
  const foundation = new FoundationStack(scope, stage);
  const network = new NetworkStack(scope, stage, { flowLog: foundation.flowLog });
  const data = new DataStack(scope, stage, { foundation, network });
  const api = new ApiStack(scope, stage, { foundation, network, data, contract, alarmPlan });

  const fingerprint = topologyFingerprint([network, data, api], stage.topology.edition);
  api.publishTopology(fingerprint);
  const apiRelease = new ApiReleaseStack(scope, stage, { workload, imageReference, fingerprint });

  network.addStackDependency(foundation);
  data.addStackDependency(network);
  api.addStackDependency(data);
  // Only the order: a release is deployed with --exclusively.
  apiRelease.addStackDependency(api);
  for (const stack of [foundation, network, data, api]) {
    Tags.of(stack).add('changeover:stage', stage.name, { excludeResourceTypes: neverTagged });
  }
  return { foundation, network, data, api, apiRelease };
}
