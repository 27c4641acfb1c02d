import { CodeDeployClient, GetDeploymentCommand, ListDeploymentsCommand } from '@aws-sdk/client-codedeploy';
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { stageLedger } from '../../lib/edge/aws/ledger/stage-ledger';
import { asRecorded } from '../../lib/rehearsal/vouch';
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
import { artifactOf, jobIn, letBake, pipelineOf, promote, record, rolesPlayed, STAGES, type Stage } from './pipeline';
import { describeReleases } from './releases';

const SPEED = 60;
/** Requests a second of wall time: the expected peak of production, so many times as fast. */
const RATE = 5 * SPEED;

const topology = (stage: Stage): readonly string[] => ['Delivery', 'Foundation', 'Network', 'Data', 'Api'].map((name) => `${stage}-${name}`);

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
    const [served] = await Promise.all([serveRegion(Object.values(STAGES), rolesPlayed, Object.values(assemblies), SPEED), synthesize(assemblies.base)]);
    return opened.add(served);
  });
  const began = childrenOf(region);
  // Needed only after the topology.
  const releases = synthesizeReleases(run.path, assemblies);
  releases.catch(() => undefined);
  const each = async <T>(perform: (stage: Stage) => Promise<T>): Promise<readonly T[]> => Promise.all((Object.keys(STAGES) as Stage[]).map(perform));
  const as = (stage: Stage, assembly: keyof typeof assemblies, ...args: readonly string[]): Promise<Run> => cdk(region.environment, ...args, '--app', assemblies[assembly], '--profile', STAGES[stage]);
  const deploy = async (stage: Stage, assembly: keyof typeof assemblies, ...args: readonly string[]): Promise<Run> => as(stage, assembly, 'deploy', '--require-approval', 'never', ...args);

  await chapters.hold('cdk bootstrap prepares both accounts', () => each(async (stage) => succeeded(await as(stage, 'base', 'bootstrap', `aws://${STAGES[stage]}/ap-northeast-2`))));
  await chapters.hold('cdk deploy makes the topology of both stages', () => each(async (stage) => succeeded(await deploy(stage, 'base', ...topology(stage), '--concurrency', '4'))));
  const production = region.access(STAGES.production);
  const through = async (assembly: keyof typeof assemblies): Promise<void> => {
    const artifact = await artifactOf(assemblies[assembly], 'staging');
    await record(region, 'staging', artifact);
    await record(region, 'production', artifact);
    await promote(region, 'staging', 'production', artifact, await letBake(region, 'staging', artifact));
  };
  await chapters.hold('a job of another environment, a pull request and a laptop do not get the role of the pipeline, and without it nobody writes into the ledger', async () => {
    for (const job of [jobIn('staging'), 'repo:example/points:pull_request', 'repo:someone/points:environment:production']) {
      await denied(() => region.workflow(job, pipelineOf('production')), /Not authorized to perform sts:AssumeRoleWithWebIdentity/);
    }
    const artifact = await artifactOf(assemblies.base, 'production');
    await denied(() => stageLedger({ stage: 'production', service: 'api' }, region.access(STAGES.production)).say(asRecorded(artifact, 'laptop', wallClock.now()), wallClock.now()), /only the pipeline of production \(role production-delivery\) may sign here/);
  });
  await chapters.hold('the pipeline records the first release in both stages, and promotes it', () => through('base'));
  await Promise.all([
    (async () => {
      await chapters.hold('staging: a bad first release stays as it failed, with --no-rollback, and cdk rollback takes it back', async () => {
        await releases;
        await record(region, 'staging', await artifactOf(assemblies.bad, 'staging'));
        const failed = await deploy('staging', 'bad', '--exclusively', '--no-rollback', 'staging-ApiRelease');
        await expectStatus(region, 'staging', 'CREATE_FAILED', failed);
        await expectStatus(region, 'staging', 'ROLLBACK_COMPLETE', succeeded(await as('staging', 'bad', 'rollback', 'staging-ApiRelease')));
      });
      await chapters.hold('staging: cdk deploy goes on from there to a good first release', async () => void succeeded(await deploy('staging', 'base', '--exclusively', 'staging-ApiRelease')));
    })(),
    (async () => {
      await chapters.hold('production: cdk deploy --exclusively makes the first release', async () => void succeeded(await deploy('production', 'base', '--exclusively', 'production-ApiRelease')));
      await chapters.hold('production: it has baked', () => baked(production, 'production'));
    })(),
  ]);
  await chapters.hold('clients of the SDK see every stack complete, and a service with a task set', () => each((stage) => seenByClients(region.access(STAGES[stage]), stage)));

  const balancer = (await awsQuery(production, 'elasticloadbalancing', 'DescribeLoadBalancers')).all('DNSName').find((name) => name.startsWith('produc-')) ?? '';
  const customers = opened.add(await customersOf({ endpoint: production.endpoint, balancer, domain: 'api.points.example.com', authority: region.authority, rate: RATE }, run.path, watchdog));
  await chapters.hold('a release that has not come through staging is refused, and the command line says why', async () => {
    await record(region, 'production', await artifactOf(assemblies.good, 'production'));
    const refused = await deploy('production', 'good', '--exclusively', 'production-ApiRelease');
    check(refused.exitCode === 1 && /was never promoted from staging/.test(refused.said), `it ended with ${refused.exitCode}:\n${refused.said}`);
    await expectStatus(region, 'production', 'UPDATE_ROLLBACK_COMPLETE', refused);
    await through('good');
    await through('bad');
  });
  await chapters.hold('so is one from a dirty tree, and one with another image than was recorded: nothing is changed', async () => {
    const offered = await artifactOf(assemblies.bad, 'staging');
    await record(region, 'staging', offered, { clean: false });
    await refused(region, await deploy('staging', 'bad', '--exclusively', 'staging-ApiRelease'), /was recorded from a dirty tree/);
    await record(region, 'staging', { ...offered, image: `@sha256:${'e'.repeat(64)}` });
    await refused(region, await deploy('staging', 'bad', '--exclusively', 'staging-ApiRelease'), /was recorded with other content/);
  });
  await chapters.hold('a good release under load loses nothing', async () => {
    succeeded(await deploy('production', 'good', '--exclusively', 'production-ApiRelease'));
    await baked(production, 'production');
    const harmed = customers.counts.filter(({ end }) => end !== 'succeeded');
    check(harmed.length === 0, `customers were harmed: ${JSON.stringify(harmed.slice(0, 3))}`);
    check(new Set(customers.counts.map(({ release }) => release)).size === 2, 'customers did not meet both releases');
  });
  await chapters.hold('a bad release goes back, the command line says why, and customers meet only the one before', async () => {
    const before = customers.counts.length;
    const refused = await deploy('production', 'bad', '--exclusively', '--method=direct', 'production-ApiRelease');
    check(refused.exitCode === 1, `it ended with ${refused.exitCode}:\n${refused.said}`);
    check(/AfterAllowTestTraffic/.test(refused.said), `it does not say why:\n${refused.said}`);
    await expectStatus(region, 'production', 'UPDATE_ROLLBACK_COMPLETE', refused);
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
  await chapters.hold('with a fifth of all calls throttled, cdk bootstrap, deploy and destroy get through, or say why and go on', () => throttled(assemblies.base));
  await chapters.hold('cdk destroy leaves nothing running', async () => {
    await each((stage) => withoutProtection(region.access(STAGES[stage]), stage));
    await each(async (stage) => succeeded(await as(stage, 'base', 'destroy', '--force', `${stage}-ApiRelease`, ...topology(stage))));
    const left = await Promise.all(Object.values(STAGES).map(async (account) => (await awsQuery(region.access(account), 'cloudformation', 'DescribeStacks')).all('StackName')));
    check(left.flat().every((name) => name === 'CDKToolkit'), `stacks are left: ${left.flat().join(', ')}`);
    const running = childrenOf(region).filter((command) => !began.includes(command));
    check(running.length === 0, `processes are left: ${running.join('\n')}`);
  });
}

/**
 * An account that refuses a fifth of all calls: the command line tries again by itself, and says so where it gives up; then the same command
 * goes on from there.
 */
async function throttled(assembly: string): Promise<void> {
  await using region = await serveRegion([STAGES.staging], [], [assembly], SPEED, '--throttle', '20');
  const insist = async (...args: readonly string[]): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      const run = await cdk(region.environment, ...args, '--app', assembly, '--profile', STAGES.staging);
      if (run.exitCode === 0) return;
      check(/Rate exceeded|Throttling/.test(run.said), `it does not say that it was throttled:\n${run.said}`);
      check(tries < 10, `it does not get through:\n${run.said}`);
    }
  };
  const stacks = ['staging-Foundation', 'staging-Network'];
  await insist('bootstrap', `aws://${STAGES.staging}/ap-northeast-2`);
  await insist('deploy', '--require-approval', 'never', ...stacks);
  for (const StackName of stacks) await patiently(() => awsQuery(region.access(STAGES.staging), 'cloudformation', 'UpdateTerminationProtection', { StackName, EnableTerminationProtection: 'false' }));
  await insist('destroy', '--force', ...stacks);
}

/** A request of our own is not tried again by anybody else. */
async function patiently(ask: () => ReturnType<typeof awsQuery>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const { status, text } = await ask();
    if (status === 200) return;
    check(tries < 20 && text.includes('Rate exceeded'), text);
  }
}

/** What runs in the region. */
const childrenOf = ({ pid }: ServedRegion): readonly string[] => processes().filter(({ parent }) => parent === pid).map(({ command }) => command);

async function synthesize(output: string, ...context: readonly string[]): Promise<void> {
  succeeded(await cdk({}, 'synth', '--quiet', '-o', output, ...context));
}

async function synthesizeReleases(directory: string, { good, bad }: Readonly<Record<'good' | 'bad', string>>): Promise<void> {
  const releases = await describeReleases(directory);
  await synthesize(good, '-c', `release=${releases.good}`);
  await synthesize(bad, '-c', `release=${releases.bad}`);
}

/** Ids of what the Api stack of a stage has made, by type. */
async function madeBy(access: AwsAccess, stage: Stage): Promise<(type: string) => string> {
  const api = await awsQuery(access, 'cloudformation', 'DescribeStackResources', { StackName: `${stage}-Api` });
  return (type) => api.all('PhysicalResourceId')[api.all('ResourceType').indexOf(type)] ?? '';
}

async function seenByClients(access: AwsAccess, stage: Stage): Promise<void> {
  const statuses = (await awsQuery(access, 'cloudformation', 'DescribeStacks')).all('StackStatus');
  check(statuses.length === 7 && statuses.every((status) => status === 'CREATE_COMPLETE'), `stacks are ${statuses.join(', ')}`);
  const made = await madeBy(access, stage);
  const client = new ECSClient(access);
  const described = (await client.send(new DescribeServicesCommand({ cluster: made('AWS::ECS::Cluster'), services: [made('AWS::ECS::Service')] }))).services ?? [];
  client.destroy();
  check(described.some(({ taskSets = [] }) => taskSets.some(({ status, runningCount = 0 }) => status === 'PRIMARY' && runningCount > 0)), 'no service has a primary task set that runs');
}

/** A stage takes its next release when the one before has baked. */
async function baked(access: AwsAccess, stage: Stage): Promise<void> {
  const client = new CodeDeployClient(access);
  const made = await madeBy(access, stage);
  const group = { applicationName: made('AWS::CodeDeploy::Application'), deploymentGroupName: made('AWS::CodeDeploy::DeploymentGroup') };
  for (;;) {
    const [newest] = (await client.send(new ListDeploymentsCommand(group))).deployments ?? [];
    const status = newest === undefined ? undefined : (await client.send(new GetDeploymentCommand({ deploymentId: newest }))).deploymentInfo?.status;
    if (status === 'Succeeded') break;
    check(status === 'InProgress', `the newest deployment is ${status}`);
    await wallClock.sleep(millis(500));
  }
  client.destroy();
}

async function expectStatus(region: ServedRegion, stage: Stage, wanted: string, { said }: Run): Promise<void> {
  const status = (await awsQuery(region.access(STAGES[stage]), 'cloudformation', 'DescribeStacks', { StackName: `${stage}-ApiRelease` })).first('StackStatus');
  check(status === wanted, `${stage}-ApiRelease is in ${status}, not in ${wanted}:\n${said}`);
}

/** What a person does who means it: protected stacks and load balancers are not deleted. */
async function withoutProtection(access: AwsAccess, stage: Stage): Promise<void> {
  for (const stack of topology(stage)) await awsQuery(access, 'cloudformation', 'UpdateTerminationProtection', { StackName: stack, EnableTerminationProtection: 'false' });
  const balancers = (await awsQuery(access, 'elasticloadbalancing', 'DescribeLoadBalancers')).all('LoadBalancerArn').filter((arn) => arn.includes(`:${STAGES[stage]}:`));
  for (const arn of balancers) await awsQuery(access, 'elasticloadbalancing', 'ModifyLoadBalancerAttributes', { LoadBalancerArn: arn, 'Attributes.member.1.Key': 'deletion_protection.enabled', 'Attributes.member.1.Value': 'false' });
}

/** The function itself says no, before it has made a deployment. */
async function refused(region: ServedRegion, run: Run, why: RegExp): Promise<void> {
  check(run.exitCode === 1 && /refused, nothing was changed/.test(run.said) && why.test(run.said), `it ended with ${run.exitCode}:\n${run.said}`);
  await expectStatus(region, 'staging', 'UPDATE_ROLLBACK_COMPLETE', run);
}

async function denied(ask: () => Promise<unknown>, why: RegExp): Promise<void> {
  const said = await ask().then(() => 'nobody said no', (thrown: unknown) => String(thrown));
  check(why.test(said), said);
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
