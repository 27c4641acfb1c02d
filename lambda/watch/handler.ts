import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { awsJson } from '../shared/aws-json';
import { readEnvironment } from '../shared/read-environment';
import { awsGateway } from './aws-gateway';
import { readWatched } from './watched';
import { sweep, type SweepPorts } from './sweep';

/** Every event of EventBridge has its moment, by AWS's clock: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
interface WatchEvent {
  readonly time: string;
}

let ports: SweepPorts | undefined;

/** Called once a minute, and by CodeDeploy's events: what it is called for does not matter to it. */
export async function handler({ time }: WatchEvent): Promise<void> {
  const now = new Date(time);
  if (Number.isNaN(now.getTime())) throw new Error(`the watch is told the time by the event that calls it, got ${JSON.stringify(time)}`);
  ports ??= portsFromEnvironment();
  await sweep(ports, now);
}

function portsFromEnvironment(): SweepPorts {
  const names = ['STAGE', 'APPLICATION', 'DEPLOYMENT_GROUP', 'CLUSTER', 'SERVICE', 'RULES', 'TARGET_GROUPS', 'ALARMS'] as const;
  const environment = readEnvironment(process.env, names);
  const { rules, pair, alarms } = readWatched(environment);
  const clients = {
    codedeploy: new CodeDeployClient({}), ecs: new ECSClient({}), balancing: new ElasticLoadBalancingV2Client({}), cloudwatch: new CloudWatchClient({}),
    scaling: awsJson({ name: 'application-autoscaling', target: 'AnyScaleFrontendService' }),
  };
  const gateway = awsGateway(clients, {
    application: environment.APPLICATION, deploymentGroup: environment.DEPLOYMENT_GROUP, cluster: environment.CLUSTER, service: environment.SERVICE,
    rules, pair, alarms: Object.keys(alarms),
  });
  return { gateway, pair, deployed: { alarms }, log: (record) => void process.stdout.write(`${JSON.stringify({ stage: environment.STAGE, service: environment.SERVICE, ...record })}\n`) };
}
