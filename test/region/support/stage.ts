import { seconds } from '../../../lib/core/units';
import type { TestRegion } from './test-region';

type Properties = Readonly<Record<string, unknown>>;

/** A program that serves, in the command of a public Node.js image. `BEHAVE` is more code for it. */
export const SERVER = `
const answer = (request, response) => response.writeHead(request.url === '/healthz' ? (globalThis.sick ? 500 : 200) : 200, { 'x-name': process.env.NAME }).end(process.env.NAME);
const server = require('node:http').createServer(answer);
server.keepAliveTimeout = 65000;
server.listen(8080, () => console.log('listening as ' + process.env.NAME));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
eval(process.env.BEHAVE || '');
`;

/** A container that runs `code`; a name makes its answers known. */
export const container = (code: string, more: Properties = {}, environment: Readonly<Record<string, string>> = {}): Properties => ({
  Name: 'api', Image: 'public.ecr.aws/docker/library/node@sha256:0000', Command: ['node', '-e', code], PortMappings: [{ ContainerPort: 8080 }],
  Environment: Object.entries(environment).map(([Name, Value]) => ({ Name, Value })), LogConfiguration: { LogDriver: 'awslogs', Options: { 'awslogs-group': '/test/api', 'awslogs-stream-prefix': 'api' } }, ...more,
});

export const definition = (containers: readonly Properties[], more: Properties = {}): Properties => ({
  Family: 'test-api', NetworkMode: 'awsvpc', RequiresCompatibilities: ['FARGATE'], Cpu: '256', Memory: '512', ExecutionRoleArn: 'arn:aws:iam::111122223333:role/execution',
  ContainerDefinitions: containers, ...more,
});

export const NETWORK = { AwsvpcConfiguration: { Subnets: ['subnet-1'], SecurityGroups: ['sg-1'], AssignPublicIp: 'DISABLED' } };

export interface Stage extends AsyncDisposable {
  readonly cluster: string;
  readonly groups: readonly [string, string];
  readonly groupNames: readonly [string, string];
  readonly production: string;
  readonly test: string;
  readonly loadBalancer: string;
  /** Registers a definition whose server answers with `name`. */
  define(name: string, behave?: string, more?: Properties): Promise<string>;
  /** Makes the service with its first task set, steady. */
  serve(properties?: Properties): Promise<string>;
}

/** Cluster, load balancer with production and test listener, a pair of target groups behind a rule of each, and a log group. */
export async function makeStage(region: TestRegion, cluster = 'test', attributes: readonly Properties[] = []): Promise<Stage> {
  const { make } = region;
  if (!region.logs.has('/test/api')) await make('AWS::Logs::LogGroup', { LogGroupName: '/test/api' });
  await make('AWS::ECS::Cluster', { ClusterName: cluster });
  const { physicalId: loadBalancer } = await make('AWS::ElasticLoadBalancingV2::LoadBalancer', {});
  const group = () => make('AWS::ElasticLoadBalancingV2::TargetGroup', {
    Port: 8080, Protocol: 'HTTP', TargetType: 'ip', HealthCheckPath: '/healthz', HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 2, HealthyThresholdCount: 2, UnhealthyThresholdCount: 2,
    TargetGroupAttributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '5' }, ...attributes],
  });
  const [one, two] = [await group(), await group()];
  // A template cannot ask for checks as quick as a test wants them.
  for (const { physicalId: arn } of [one, two]) {
    const known = region.balancing.group(arn);
    region.balancing.groups.set(arn, { ...known, health: { ...known.health, intervalMs: 100, timeoutMs: 5_000 } });
  }
  const listen = async (port: number): Promise<string> => {
    const { physicalId } = await make('AWS::ElasticLoadBalancingV2::Listener', {
      LoadBalancerArn: loadBalancer, Port: port, Protocol: 'HTTP', DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503' } }],
    });
    await make('AWS::ElasticLoadBalancingV2::ListenerRule', {
      ListenerArn: physicalId, Priority: 1_000, Conditions: [{ Field: 'path-pattern', Values: ['/*'] }],
      Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: one.physicalId, Weight: 100 }, { TargetGroupArn: two.physicalId, Weight: 0 }] } }],
    });
    return physicalId;
  };
  return {
    cluster, loadBalancer, groups: [one.physicalId, two.physicalId], groupNames: [String(one.attributes['TargetGroupName']), String(two.attributes['TargetGroupName'])],
    production: await listen(80), test: await listen(8443),
    define: async (name, behave = '', more = {}) => (await make('AWS::ECS::TaskDefinition', definition([container(SERVER, more, { NAME: name, BEHAVE: behave })]))).physicalId,
    serve: async (properties = {}) => (await make('AWS::ECS::Service', {
      ServiceName: 'api', Cluster: cluster, TaskDefinition: 'test-api', LaunchType: 'FARGATE', DeploymentController: { Type: 'CODE_DEPLOY' }, NetworkConfiguration: NETWORK,
      LoadBalancers: [{ ContainerName: 'api', ContainerPort: 8080, TargetGroupArn: one.physicalId }], ...properties,
    })).physicalId,
    async [Symbol.asyncDispose]() {
      const services = [...region.ecs.services.values()].filter(({ clusterArn }) => clusterArn === region.ecs.cluster(cluster).arn);
      await Promise.all(services.flatMap(({ taskSets }) => taskSets.map((taskSet) => taskSet.kill(seconds(1)))));
    },
  };
}
