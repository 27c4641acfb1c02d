import { GetItemCommand, UpdateItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteServiceCommand, DescribeServicesCommand, paginateListServices, type ECSClient } from '@aws-sdk/client-ecs';
import type { WorkerService } from '../../lib/core/release/retired-workers';
import { instant } from '../../lib/core/units';
import type { QueueGateway } from './gateway';

export interface QueueNames {
  readonly leaseTable: string;
  readonly cluster: string;
}

/** The one item of the table; workers look for it under the same key. */
const LEASE = { lease: { S: 'worker' } };

/** The workers of a release are a service of this name, with the number of the try and the release. */
const WORKER = /^worker-\d+-(.+)$/;

/** More services ECS describes in no call. */
const AT_ONCE = 10;

export function awsQueueGateway(dynamo: DynamoDBClient, ecs: ECSClient, { leaseTable, cluster }: QueueNames): QueueGateway {
  return {
    async lease() {
      const { Item } = await dynamo.send(new GetItemCommand({ TableName: leaseTable, Key: LEASE, ConsistentRead: true }));
      const { release, epoch } = Item ?? {};
      return release?.S === undefined || epoch?.N === undefined ? undefined : { release: release.S, epoch: Number(epoch.N) };
    },
    async moveLease(to, after) {
      const values = { ':release': { S: to }, ':next': { N: String((after ?? 0) + 1) } };
      await dynamo.send(new UpdateItemCommand({
        TableName: leaseTable,
        Key: LEASE,
        UpdateExpression: 'SET #release = :release, epoch = :next',
        ConditionExpression: after === undefined ? 'attribute_not_exists(epoch)' : 'epoch = :after',
        ExpressionAttributeNames: { '#release': 'release' },
        ExpressionAttributeValues: after === undefined ? values : { ...values, ':after': { N: String(after) } },
      })).catch((cause: unknown) => {
        // Somebody was first, perhaps an earlier try of this very call.
        if (!(cause instanceof Error && cause.name === 'ConditionalCheckFailedException')) throw cause;
      });
    },
    async workers() {
      const arns: string[] = [];
      for await (const { serviceArns } of paginateListServices({ client: ecs }, { cluster })) arns.push(...(serviceArns ?? []));
      const names = arns.map((arn) => arn.split('/').at(-1) ?? '').filter((name) => WORKER.test(name));
      const pages = Array.from({ length: Math.ceil(names.length / AT_ONCE) }, (_, page) => names.slice(page * AT_ONCE, (page + 1) * AT_ONCE));
      const described = await Promise.all(pages.map((services) => ecs.send(new DescribeServicesCommand({ cluster, services }))));
      return described.flatMap(({ services }) => services ?? []).filter(({ status }) => status === 'ACTIVE').map(({ serviceName: name = '', createdAt }): WorkerService => ({
        name, release: WORKER.exec(name)?.[1] ?? '', createdAt: instant(createdAt?.getTime() ?? Infinity),
      }));
    },
    async endWorkers(service) {
      // Their tasks are stopped, and give back what they hold.
      await ecs.send(new DeleteServiceCommand({ cluster, service, force: true })).catch((cause: unknown) => {
        if (!(cause instanceof Error && ['ServiceNotFoundException', 'ServiceNotActiveException'].includes(cause.name))) throw cause;
      });
    },
  };
}
