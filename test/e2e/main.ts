import { CodeDeployClient, GetDeploymentCommand, ListDeploymentsCommand } from '@aws-sdk/client-codedeploy';
import { DescribeServicesCommand, ECSClient, ListServicesCommand, ListClustersCommand } from '@aws-sdk/client-ecs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Opened } from '../../lib/edge/processes/opened';
import { createRunDirectory } from '../../lib/edge/processes/run-directory';
import { startWatchdog } from '../../lib/edge/processes/watchdog';
import { millis } from '../../lib/core/units';
import { wallClock } from '../../lib/edge/time/wall-clock';
import { awsQuery, type AwsAccess } from '../support/aws-query';
import { processes } from '../support/processes';
import { cdk, type Run } from './cdk';
import { Chapters } from './chapters';
import { customersOf } from './customers';
import { serveRegion, type ServedRegion } from './region';
import { describeReleases } from './releases';

const SPEED = 60;
const STAGES = { staging: '111111111111', production: '222222222222' } as const;
type Stage = keyof typeof STAGES;
/** Requests a second of wall time: the expected peak of production, so many times as fast. */
const RATE = 5 * SPEED;

const topology = (stage: Stage): readonly string[] => ['Foundation', 'Network', 'Data', 'Api'].map((name) => `${stage}-${name}`);

/**
 * The whole life of both stages with CDK's own command line against a fresh region: bootstrap, topology, a first release, a good one
 * under load, a bad one, what is different afterwards, and the end. Everything it says is checked; the first claim that fails ends it.
 */
async function main(): Promise<void> {
  await using opened = new Opened();
  const run = opened.add(await createRunDirectory());
  const watchdog = opened.add(startWatchdog(run.path));
  const chapters = new Chapters();
  const assemblies = { base: join(run.path, 'base'), good: join(run.path, 'good'), bad: join(run.path, 'bad') };
  for (const directory of Object.values(assemblies)) await mkdir(directory);

  const region = await chapters.hold('a fresh region, and the assembly', async () => {
    const [served] = await Promise.all([serveRegion(Object.values(STAGES), Object.values(assemblies), SPEED), synthesize(assemblies.base)]);
    return opened.add(served);
  });
  // Needed only after the first releases.
  const releases = synthesizeReleases(run.path, assemblies);
  releases.catch(() => undefined);
  const each = async <T>(perform: (stage: Stage) => Promise<T>): Promise<readonly T[]> => Promise.all((Object.keys(STAGES) as Stage[]).map(perform));
  const as = (stage: Stage, assembly: keyof typeof assemblies, ...args: readonly string[]): Promise<Run> => cdk(region.environment, ...args, '--app', assemblies[assembly], '--profile', STAGES[stage]);
  const deploy = async (stage: Stage, assembly: keyof typeof assemblies, ...args: readonly string[]): Promise<Run> => as(stage, assembly, 'deploy', '--require-approval', 'never', ...args);

  await chapters.hold('cdk bootstrap prepares both accounts', () => each(async (stage) => succeeded(await as(stage, 'base', 'bootstrap', `aws://${STAGES[stage]}/ap-northeast-2`))));
  await chapters.hold('cdk deploy makes the topology of both stages', () => each(async (stage) => succeeded(await deploy(stage, 'base', ...topology(stage), '--concurrency', '4'))));
  await chapters.hold('cdk deploy --exclusively makes their first releases', () => each(async (stage) => succeeded(await deploy(stage, 'base', '--exclusively', `${stage}-ApiRelease`))));
  await chapters.hold('clients of the SDK see every stack complete, and a service with a task set', () => each((stage) => seenByClients(region.access(STAGES[stage]))));
  await chapters.hold('the first releases have baked', () => each((stage) => baked(region.access(STAGES[stage]))));

  await chapters.hold('two more releases are built', () => releases);
  const production = region.access(STAGES.production);
  const balancer = (await awsQuery(production, 'elasticloadbalancing', 'DescribeLoadBalancers')).all('DNSName').find((name) => name.startsWith('produc-')) ?? '';
  const customers = opened.add(await customersOf({ endpoint: production.endpoint, balancer, domain: 'api.points.example.com', authority: region.authority, rate: RATE }, run.path, watchdog));
  await Promise.all([
    chapters.hold('a good release under load loses nothing', async () => {
      succeeded(await deploy('production', 'good', '--exclusively', 'production-ApiRelease'));
      await baked(production);
      const harmed = customers.counts.filter(({ end }) => end !== 'succeeded');
      check(harmed.length === 0, `customers were harmed: ${JSON.stringify(harmed.slice(0, 3))}`);
      check(customers.counts.length > 0, 'no customer came');
    }),
    chapters.hold('a failed update that was left as it was is taken back by cdk rollback', async () => {
      const failed = await deploy('staging', 'bad', '--exclusively', 'staging-ApiRelease', '--no-rollback');
      check(failed.exitCode === 1 && await statusOf(region, 'staging', 'ApiRelease') === 'UPDATE_FAILED', `it ended with ${failed.exitCode}, in ${await statusOf(region, 'staging', 'ApiRelease')}:\n${failed.said}`);
      succeeded(await as('staging', 'bad', 'rollback', 'staging-ApiRelease'));
      check(await statusOf(region, 'staging', 'ApiRelease') === 'UPDATE_ROLLBACK_COMPLETE', `it is in ${await statusOf(region, 'staging', 'ApiRelease')}`);
    }),
  ]);
  await chapters.hold('a bad release goes back, the command line says why, and customers meet only the one before', async () => {
    const before = customers.counts.length;
    const refused = await deploy('production', 'bad', '--exclusively', '--method=direct', 'production-ApiRelease');
    check(refused.exitCode === 1, `it ended with ${refused.exitCode}:\n${refused.said}`);
    check(/AfterAllowTestTraffic/.test(refused.said), `it does not say why:\n${refused.said}`);
    check(await statusOf(region, 'production', 'ApiRelease') === 'UPDATE_ROLLBACK_COMPLETE', `it is in ${await statusOf(region, 'production', 'ApiRelease')}`);
    const since = customers.counts.slice(before);
    check(since.length > 0 && new Set(since.map(({ release }) => release)).size === 1, `releases answered: ${JSON.stringify([...new Set(since.map(({ release }) => release))])}`);
    check(since.every(({ end }) => end === 'succeeded'), `customers were harmed: ${JSON.stringify(since.filter(({ end }) => end !== 'succeeded').slice(0, 3))}`);
  });
  await customers.finish();
  await chapters.hold('cdk diff --fail finds nothing, by change set and by template', async () => {
    for (const method of ['change-set', 'template']) {
      const [one, other] = await Promise.all([as('production', 'good', 'diff', '--fail', `--method=${method}`, ...topology('production'), 'production-ApiRelease'), as('staging', 'base', 'diff', '--fail', `--method=${method}`, ...topology('staging'), 'staging-ApiRelease')]);
      succeeded(one);
      succeeded(other);
    }
  });
  await chapters.hold('cdk destroy leaves nothing running', async () => {
    await each((stage) => withoutProtection(region.access(STAGES[stage]), stage));
    await each(async (stage) => succeeded(await as(stage, 'base', 'destroy', '--force', `${stage}-ApiRelease`, ...topology(stage))));
    const left = await Promise.all(Object.values(STAGES).map(async (account) => (await awsQuery(region.access(account), 'cloudformation', 'DescribeStacks')).all('StackName')));
    check(left.flat().every((name) => name === 'CDKToolkit'), `stacks are left: ${left.flat().join(', ')}`);
    const running = processes().filter(({ parent, command }) => parent === region.pid && !/changeover-watchdog|balancer/.test(command)).map(({ command }) => command);
    check(running.length === 0, `processes are left: ${running.join('\n')}`);
  });
}

async function synthesize(output: string, ...context: readonly string[]): Promise<void> {
  succeeded(await cdk({}, 'synth', '--quiet', '-o', output, ...context));
}

async function synthesizeReleases(directory: string, { good, bad }: Readonly<Record<'good' | 'bad', string>>): Promise<void> {
  const releases = await describeReleases(directory);
  await synthesize(good, '-c', `release=${releases.good}`);
  await synthesize(bad, '-c', `release=${releases.bad}`);
}

async function seenByClients({ endpoint, region, credentials }: AwsAccess): Promise<void> {
  const stacks = await awsQuery({ endpoint, region, credentials }, 'cloudformation', 'DescribeStacks');
  check(stacks.all('StackStatus').length === 6 && stacks.all('StackStatus').every((status) => status === 'CREATE_COMPLETE'), `stacks are ${stacks.all('StackStatus').join(', ')}`);
  const client = new ECSClient({ endpoint, region, credentials });
  const [cluster = ''] = (await client.send(new ListClustersCommand({}))).clusterArns ?? [];
  const services = (await client.send(new ListServicesCommand({ cluster }))).serviceArns ?? [];
  const described = (await client.send(new DescribeServicesCommand({ cluster, services }))).services ?? [];
  client.destroy();
  check(described.some(({ taskSets = [] }) => taskSets.some(({ status, runningCount = 0 }) => status === 'PRIMARY' && runningCount > 0)), 'no service has a primary task set that runs');
}

/** A stage takes its next release when the one before has baked. */
async function baked({ endpoint, region, credentials }: AwsAccess): Promise<void> {
  const client = new CodeDeployClient({ endpoint, region, credentials });
  const applicationName = `${credentials.accessKeyId === '' ? '' : await stageOf({ endpoint, region, credentials })}-api`;
  for (;;) {
    const { deployments: [newest] = [] } = await client.send(new ListDeploymentsCommand({ applicationName, deploymentGroupName: applicationName }));
    const status = newest === undefined ? undefined : (await client.send(new GetDeploymentCommand({ deploymentId: newest }))).deploymentInfo?.status;
    if (status === 'Succeeded') break;
    check(status === 'InProgress', `the newest deployment is ${status}`);
    await wallClock.sleep(millis(500));
  }
  client.destroy();
}

async function stageOf(access: AwsAccess): Promise<Stage> {
  const account = (await awsQuery(access, 'sts', 'GetCallerIdentity')).first('Account');
  return account === STAGES.staging ? 'staging' : 'production';
}

const statusOf = async (region: ServedRegion, stage: Stage, stack: string): Promise<string | undefined> =>
  (await awsQuery(region.access(STAGES[stage]), 'cloudformation', 'DescribeStacks', { StackName: `${stage}-${stack}` })).first('StackStatus');

/** What a person does who means it: protected stacks and load balancers are not deleted. */
async function withoutProtection(access: AwsAccess, stage: Stage): Promise<void> {
  for (const stack of topology(stage)) await awsQuery(access, 'cloudformation', 'UpdateTerminationProtection', { StackName: stack, EnableTerminationProtection: 'false' });
  const balancers = (await awsQuery(access, 'elasticloadbalancing', 'DescribeLoadBalancers')).all('LoadBalancerArn').filter((arn) => arn.includes(`:${STAGES[stage]}:`));
  for (const arn of balancers) await awsQuery(access, 'elasticloadbalancing', 'ModifyLoadBalancerAttributes', { LoadBalancerArn: arn, 'Attributes.member.1.Key': 'deletion_protection.enabled', 'Attributes.member.1.Value': 'false' });
}

function succeeded(run: Run): Run {
  check(run.exitCode === 0, `it ended with ${run.exitCode}:\n${run.said}`);
  return run;
}

function check(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

main().catch((thrown: unknown) => {
  process.stdout.write(`${thrown instanceof Error ? thrown.stack ?? thrown.message : String(thrown)}\n`);
  process.exitCode = 1;
});
