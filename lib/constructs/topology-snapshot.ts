import { RemovalPolicy } from 'aws-cdk-lib';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';

/** What a release has to know of the topology that it runs on. */
export const topologyKeys = [
  'taskRoleArn', 'executionRoleArn', 'migrationRoleArn', 'logGroup',
  'writerHost', 'writerPort', 'readerHosts', 'readerPort', 'ownerHost', 'ownerPort',
] as const;
export type TopologyKey = (typeof topologyKeys)[number];

export interface TopologySnapshotProps {
  readonly stage: string;
  readonly service: string;
  /** Names this topology: another one has another. */
  readonly fingerprint: string;
  readonly values: Readonly<Record<TopologyKey, string>>;
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
    for (const key of topologyKeys) {
      const parameter = new ssm.StringParameter(this, `${fingerprint}-${key}`, {
        parameterName: topologyPath(stage, service, fingerprint, key),
        stringValue: values[key],
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

export const topologyPath = (stage: string, service: string, fingerprint: string, key: TopologyKey): string =>
  `${topologyRoot(stage, service)}/${fingerprint}/${key}`;

const topologyRoot = (stage: string, service: string): string => `/changeover/${stage}/${service}/topology`;
