import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Stage } from '../config/stage';
import { AccessLogBucket } from '../constructs/access-log-bucket';
import { AlarmTopic } from '../constructs/alarm-topic';
import { retentionOf } from '../constructs/log-retention';
import { StageKeys } from '../constructs/stage-keys';
import { api, auxiliary } from './service-identity';
import { StageStack } from './stage-stack';

/**
 * What every other stack of a stage writes to: keys, logs, alarms. Nothing here depends on any of them.
 *
 * Logs and keys outlive their stack, except when the very deployment that makes them fails: the next attempt would find their names
 * taken.
 */
export class FoundationStack extends StageStack {
  readonly keys: StageKeys;
  readonly alarms: ITopic;
  /** The log of the API's tasks: the contract between the service, its alarms and whoever is woken at night. */
  readonly apiLog: logs.LogGroup;
  /** The same of the auxiliary tier: another log, so that its noise costs the API neither its limits nor anybody's patience. */
  readonly auxiliaryLog: logs.LogGroup;
  readonly flowLog: logs.LogGroup;
  readonly accessLogs: IBucket;

  constructor(scope: Construct, stage: Stage) {
    super(scope, 'Foundation', stage, { tier: 'foundation', axis: 'topology', description: `Keys, topics and logs of ${stage.name}` });
    this.keys = new StageKeys(this, 'Keys', { stage: stage.name });
    this.alarms = new AlarmTopic(this, 'Alarms', { stage: stage.name, key: this.keys.notices }).topic;
    this.apiLog = this.log('ApiLog', `/changeover/${stage.name}/api`);
    this.auxiliaryLog = this.log('AuxiliaryLog', `/changeover/${stage.name}/auxiliary`);
    this.flowLog = this.log('FlowLog', `/changeover/${stage.name}/flow`);
    const keepFor = Duration.days(stage.logDays);
    this.accessLogs = new AccessLogBucket(this, 'AccessLogs', { keepFor, prefixes: accessLogPrefixes }).bucket;

    new CfnOutput(this, 'AlarmTopicArn', { value: this.alarms.topicArn, description: 'Subscribe whoever has to be woken' });
    new CfnOutput(this, 'AccessLogBucketName', {
      value: this.accessLogs.bucketName,
      description: 'Where load balancers write their access logs',
    });
  }

  private log(id: string, logGroupName: string): logs.LogGroup {
    return new logs.LogGroup(this, id, {
      logGroupName,
      retention: retentionOf(this.stage.logDays),
      encryptionKey: this.keys.logs,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }
}

/** The load balancer of each service writes below the service's name. */
const accessLogPrefixes = [api.service, auxiliary.service];
