import { RemovalPolicy } from 'aws-cdk-lib';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';

/** What releases have to know of the topology that they run on: of every one ... */
export type CommonTopologyKey = 'taskRoleArn' | 'executionRoleArn' | 'logGroup' | 'readerHosts' | 'readerPort';

/** ... of the API's, which writes and migrates ... */
export type ApiTopologyKey = CommonTopologyKey | 'migrationRoleArn' | 'writerHost' | 'writerPort' | 'ownerHost' | 'ownerPort';

/** ... and of the auxiliary tier's, which brings workers. Lists are separated by commas. */
export type AuxiliaryTopologyKey =
  CommonTopologyKey | 'workerRoleArn' | 'workerSubnets' | 'workerSecurityGroup' | 'queueUrl' | 'leaseTable' | 'digestTable';

export interface TopologySnapshotProps {
  readonly stage: string;
  readonly service: string;
  /** Names this topology: another one has another. */
  readonly fingerprint: string;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * The topology in values, under its fingerprint, for releases to read.
 *
 * A release template names the fingerprint, so that it cannot pick up a changed value by itself: on another topology it is another
 * template, and review sees that. A snapshot is never changed, and stays when the next one is made, because the release stack that is
 * deployed still reads it. Only one whose creation fails is removed again, or the second attempt would find its name taken.
 */
export class TopologySnapshot extends Construct {
  constructor(scope: Construct, id: string, { stage, service, fingerprint, values }: TopologySnapshotProps) {
    super(scope, id);
    for (const [key, stringValue] of Object.entries(values)) {
      const parameter = new ssm.StringParameter(this, `${fingerprint}-${key}`, {
        parameterName: topologyPath(stage, service, fingerprint, key),
        stringValue,
      });
      parameter.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    }
    new ssm.StringParameter(this, 'Current', {
      parameterName: `${topologyRoot(stage, service)}/current`,
      description: 'The fingerprint of the topology that is deployed',
      stringValue: fingerprint,
    });
  }
}

export const topologyPath = (stage: string, service: string, fingerprint: string, key: string): string =>
  `${topologyRoot(stage, service)}/${fingerprint}/${key}`;

const topologyRoot = (stage: string, service: string): string => `/changeover/${stage}/${service}/topology`;
