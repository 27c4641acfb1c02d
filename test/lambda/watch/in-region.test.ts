import { StopDeploymentCommand } from '@aws-sdk/client-codedeploy';
import { DescribeRulesCommand, ElasticLoadBalancingV2Client, ModifyRuleCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { build } from 'esbuild';
import { join } from 'node:path';
import { request } from 'undici';
import { minutes } from '../../../lib/core/units';
import { Opened } from '../../../lib/edge/processes/opened';
import { project } from '../../support/command-line';
import { startDeploying, type Deploying } from '../../region/support/deploying';
import { PLACE } from '../../region/support/resource-request';
import { roleArn, startTestRegion, type TestRegion } from '../../region/support/test-region';
import { until } from '../../region/support/until';

const opened = new Opened();
let region: TestRegion;
let app: Deploying;
let balancing: ElasticLoadBalancingV2Client;

beforeAll(async () => {
  region = await startTestRegion(opened);
  app = opened.add(await startDeploying(region));
  balancing = new ElasticLoadBalancingV2Client(region.client);
  opened.atTheEnd(() => balancing.destroy());
  await region.make('AWS::ApplicationAutoScaling::ScalableTarget', { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount', ResourceId: target(), MinCapacity: 1, MaxCapacity: 3 });
}, 30_000);
afterAll(() => opened[Symbol.asyncDispose]());

const target = (): string => `service/${app.stage.cluster}/api`;
const suspended = (): boolean | undefined => region.scaling.find(PLACE, target())?.suspended.DynamicScalingInSuspended;
const ruleOf = (listener: string): string => [...region.balancing.rules.values()].find(({ listenerArn }) => listenerArn === listener)!.arn;
const customers = async (): Promise<string> => {
  const { statusCode, body } = await request(`http://127.0.0.1:${region.balancing.portOf(app.stage.production)}/`);
  return `${statusCode} ${await body.text()}`;
};
const moveTo = async (listener: string, weights: readonly [number, number]): Promise<void> => {
  const TargetGroups = app.stage.groups.map((TargetGroupArn, index) => ({ TargetGroupArn, Weight: weights[index]! }));
  await balancing.send(new ModifyRuleCommand({ RuleArn: ruleOf(listener), Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }] }));
};
const weights = async (listener: string): Promise<readonly (number | undefined)[]> => {
  const { Rules } = await balancing.send(new DescribeRulesCommand({ RuleArns: [ruleOf(listener)] }));
  const groups = Rules?.[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups ?? [];
  return app.stage.groups.map((arn) => groups.find(({ TargetGroupArn }) => TargetGroupArn === arn)?.Weight);
};
const GROUP = '/aws/lambda/watch';
const said = (): readonly Readonly<Record<string, unknown>>[] => (region.logs.names().includes(GROUP) ? region.logs.events(GROUP) : [])
  .flatMap(({ message }) => (message.startsWith('{') ? [JSON.parse(message) as Record<string, unknown>] : []));
const warnings = () => said().filter(({ level }) => level === 'warn');

/** The function that ships, with the rule and the permission of the template. */
async function startWatch(): Promise<void> {
  const directory = join(region.directory, 'watch');
  await build({ entryPoints: [join(project, 'lambda/watch/handler.ts')], outfile: join(directory, 'index.js'), bundle: true, minify: true, platform: 'node', target: 'node20', format: 'cjs', mainFields: ['module', 'main'], logLevel: 'error' });
  region.objects.put('code', 'watch', directory);
  const { production, test, groups: [one, two], cluster } = app.stage;
  const { attributes } = await region.make('AWS::Lambda::Function', {
    FunctionName: 'watch', Runtime: 'nodejs22.x', Handler: 'index.handler', Role: roleArn('function'), Timeout: 30, MemorySize: 256, Code: { S3Bucket: 'code', S3Key: 'watch' },
    Environment: { Variables: {
      STAGE: 'test', APPLICATION: cluster, DEPLOYMENT_GROUP: 'api', CLUSTER: cluster, SERVICE: 'api', ALARMS: '{}',
      RULES: JSON.stringify({ live: ruleOf(production), test: ruleOf(test) }), TARGET_GROUPS: JSON.stringify({ one, two }),
    } },
  });
  const rule = await region.make('AWS::Events::Rule', {
    Name: 'watch', ScheduleExpression: 'rate(1 minute)', Targets: [{ Id: 'watch', Arn: attributes['Arn'] }],
    EventPattern: { source: ['aws.codedeploy'], detail: { application: [cluster], deploymentGroup: ['api'] } },
  });
  await region.make('AWS::Lambda::Permission', { FunctionName: attributes['Arn'], Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com', SourceArn: rule.attributes['Arn'] });
}

test('without the watch, weights that somebody has moved stay moved, and a deployment leaves scaling as it is', async () => {
  expect(await customers()).toBe('200 blue');
  await moveTo(app.stage.production, [0, 100]);
  await region.clock.sleep(minutes(5));
  expect([await customers(), await weights(app.stage.production)]).toEqual([expect.stringMatching(/^503 /), [0, 100]]);
  await moveTo(app.stage.production, [100, 0]);
  const id = await app.deploy('unwatched');
  await app.ended(id);
  expect([await customers(), suspended()]).toEqual(['200 unwatched', false]);
}, 30_000);

test('with it, both rules are set back to PRIMARY within minutes, wherever that is, and it says from where', async () => {
  await startWatch();
  await moveTo(app.stage.production, [100, 0]);
  await moveTo(app.stage.test, [50, 50]);
  await until('customers are back', async () => (await customers()) === '200 unwatched');
  await until('the test listener is back too', async () => (await weights(app.stage.test)).join() === '0,100');
  await until('it has said so of both', () => warnings().length === 2);
  const [one, two] = app.stage.groups;
  expect(warnings()[0]).toEqual({
    stage: 'test', service: 'api', level: 'warn', message: 'weights were moved outside a deployment', route: 'production', done: 'set back', before: { [one]: 100, [two]: 0 }, after: { [one]: 0, [two]: 100 },
  });
}, 30_000);

test('while a deployment lives nothing scales in and its weights are its own; after its end everything is as before', async () => {
  const before = warnings().length;
  const id = await app.deploy('watched');
  await until('scaling in is suspended', () => suspended() === true);
  await app.ended(id);
  expect(app.broken(id)).toEqual([]);
  await until('scaling in is resumed', () => suspended() === false);
  // A sweep by the clock and one by an event may come at once, and both do what they find missing.
  const told = await until('it has said so', () => {
    const infos = [...new Set(said().filter(({ level }) => level === 'info').map(({ message, deploymentId }) => `${String(message)} ${String(deploymentId)}`))];
    return infos.length > 1 && infos;
  });
  expect(told).toEqual([`scaling in is suspended ${id}`, 'scaling in is resumed undefined']);
  expect([await customers(), warnings().length]).toEqual(['200 watched', before]);
}, 30_000);

test('a stop without rollback leaves customers half on green: they are all set back to PRIMARY, where blue still serves', async () => {
  const before = warnings().length;
  const id = await app.deploy('half-way');
  await until('green has its share', async () => (await weights(app.stage.production)).includes(10));
  await app.client.send(new StopDeploymentCommand({ deploymentId: id, autoRollbackEnabled: false }));
  await app.ended(id);
  await until('customers are back', async () => (await weights(app.stage.production)).join() === '100,0');
  await until('it has said so', () => warnings().slice(before).some(({ route, done }) => route === 'production' && done === 'set back'));
  expect(await customers()).toBe('200 watched');
}, 30_000);
