import { Size } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';

/**
 * The log of a service's tasks, in streams named `<prefix>/<container>/<task>`.
 *
 * It never blocks: a task that cannot log goes on serving, and drops lines once 25 MiB are waiting. What the log shows is therefore a
 * lower bound.
 */
export function serviceLogDriver(logGroup: ILogGroup, streamPrefix: string): ecs.LogDriver {
  return ecs.LogDrivers.awsLogs({ logGroup, streamPrefix, mode: ecs.AwsLogDriverMode.NON_BLOCKING, maxBufferSize: Size.mebibytes(25) });
}
