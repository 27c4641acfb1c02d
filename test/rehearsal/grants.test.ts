import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spell } from '../../lib/core/checked';
import type { AssemblyTemplate } from '../../lib/edge/assembly/assembly';
import { labelOf, type Assembly } from '../../lib/edge/assembly/assembly';
import { readAssembly } from '../../lib/edge/assembly/read-assembly';
import { synthesize } from '../../lib/edge/assembly/synthesize';
import { stageLedger } from '../../lib/edge/aws/ledger/stage-ledger';
import { Opened } from '../../lib/edge/processes/opened';
import { createRunDirectory } from '../../lib/edge/processes/run-directory';
import { startWatchdog } from '../../lib/edge/processes/watchdog';
import { modelClock } from '../../lib/edge/time/model-clock';
import { deployOrExplain } from '../../lib/rehearsal/deploy';
import { rehearsedStage, type RehearsedStage } from '../../lib/rehearsal/rehearsed-stage';
import { endBake, newestDeployment, prepareStand } from '../../lib/rehearsal/stand';
import { until } from '../region/support/until';
import { vouch } from '../../lib/rehearsal/vouch';
import { grantsOf } from '../../lib/region/grants';
import { prepareKit, type RegionKit } from '../../lib/region/kit';
import { actionOf, type Weighted } from '../../lib/region/elbv2/live';
import { startRegion, type Region } from '../../lib/region/region';
import { project } from '../support/command-line';
import { unneeded } from './unneeded-grants';

const opened = new Opened();
let kit: RegionKit;
let assembly: Assembly;
let stage: RehearsedStage;

beforeAll(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'grants-'));
  opened.atTheEnd(() => rm(directory, { recursive: true }));
  const made = await synthesize(project, directory);
  if (!made.ok) throw new Error(made.output);
  const read = await readAssembly(directory);
  if (!read.ok) throw new Error(read.problems.map(spell).join('; '));
  assembly = read.value;
  const found = rehearsedStage(assembly, 'production');
  if (!found.ok) throw new Error(found.problems.map(spell).join('; '));
  stage = found.value;
  const run = opened.add(await createRunDirectory());
  kit = await prepareKit(run, opened.add(startWatchdog(run.path)));
}, 120_000);
afterAll(() => opened[Symbol.asyncDispose]());

let regions = 0;

/** The stage with its first release, its templates changed by `edit`. */
async function standing(parent: Opened, edit: (template: AssemblyTemplate) => AssemblyTemplate = (template) => template): Promise<Region> {
  regions += 1;
  const domains = assembly.stacks.flatMap((stack) => labelOf(stack)?.domain ?? []);
  const region = parent.add(await startRegion({ kit, clock: modelClock(120), seed: 1, name: `grants-${regions}`, workloads: [assembly.directory], domains }));
  const edited = { ...stage, topology: stage.topology.map((stack) => ({ ...stack, template: edit(stack.template) })) };
  await prepareStand(region, edited, [], () => undefined);
  return region;
}

test('everything that the templates open is needed by two releases and by somebody who moves weights, or it is known why not; and the ledger says of both what became of them', async () => {
  await using own = new Opened();
  const region = await standing(own);
  await vouch(region, stage, stage.release.template);
  await deployOrExplain(region, stage.release);
  await endBake(newestDeployment(region));
  await moveWeights(region);
  const ledger = stageLedger({ stage: 'production', service: 'api' }, { endpoint: region.url, region: stage.release.region, credentials: region.identities.issue(`arn:aws:iam::${stage.release.account}:user/developer`) });
  const said = async (): Promise<readonly string[]> => (await ledger.entries()).map(({ entry: { fact } }) => `${fact.kind} ${fact.release}`);
  await until('both have baked', async () => (await said()).filter((one) => one.startsWith('baked')).length === 2);
  const told = ['recorded', 'promoted', 'deployed', 'baked'];
  expect((await said()).toSorted()).toEqual(['last-known-good', stage.assembled.release].flatMap((release) => told.map((kind) => `${kind} ${release}`)).toSorted());
  const { needed, ...everything } = grantsOf(region);
  // Who deploys is not played here, only what was deployed: the pipeline's own permissions are for `test/stacks/delivery.test.ts`.
  const all = everything.all.filter((grant) => !/^\w+-Delivery\//.test(grant));
  expect(all.length).toBeGreaterThan(50);
  const survivors = all.filter((grant) => !needed.has(grant));
  expect(survivors.filter((survivor) => !unneeded.some(({ grant }) => grant.test(survivor)))).toEqual([]);
  expect(unneeded.filter(({ grant }) => !survivors.some((survivor) => grant.test(survivor)))).toEqual([]);
}, 180_000);

/** Sends all customers to the group that is empty after the release, and waits until they are back. */
async function moveWeights(region: Region): Promise<void> {
  const { balancing } = region;
  const { group } = newestDeployment(region);
  const [rule] = balancing.forwardsTo(group.productionListenerArn, [...balancing.groups.keys()]);
  const weights = (): readonly Weighted[] => (rule === undefined ? [] : (actionOf(rule) as { readonly groups: readonly Weighted[] }).groups);
  const before = new Map(weights().map(({ arn, weight }) => [arn, weight]));
  await balancing.route(rule!, weights().map(({ arn, weight }) => ({ arn, weight: 100 - weight })));
  await until('the watch has set them back', () => weights().every(({ arn, weight }) => before.get(arn) === weight));
}

type Statements = { Statement: { Action: string | string[] }[] };
const ofType = (type: string, logicalId: RegExp) => ([id, resource]: [string, { Type: string }]): boolean => resource.Type === type && logicalId.test(id);

/** The same template without one resource, or without the statements about an action. */
const without = (type: string, logicalId: RegExp, action?: string) => (template: AssemblyTemplate): AssemblyTemplate => {
  const isMeant = ofType(type, logicalId);
  const resources = Object.entries(template.Resources).flatMap(([id, resource]) => {
    if (!isMeant([id, resource])) return [[id, resource] as const];
    if (action === undefined) return [];
    const { PolicyDocument: document } = resource.Properties as { PolicyDocument: Statements };
    const Statement = document.Statement.filter(({ Action }) => ![Action].flat().includes(action));
    return [[id, { ...resource, Properties: { ...resource.Properties, PolicyDocument: { ...document, Statement } } }] as const];
  });
  return { ...template, Resources: Object.fromEntries(resources) };
};

/** The same template whose group has lost the egress rules that it was made with. */
const closedOutwards = (logicalId: RegExp) => (template: AssemblyTemplate): AssemblyTemplate => {
  const resources = Object.entries(template.Resources).map(([id, resource]) => {
    const { SecurityGroupEgress, ...others } = resource.Properties ?? {};
    return [id, SecurityGroupEgress !== undefined && logicalId.test(id) ? { ...resource, Properties: others } : resource] as const;
  });
  return { ...template, Resources: Object.fromEntries(resources) };
};

test.each<readonly [string, (template: AssemblyTemplate) => AssemblyTemplate, RegExp]>([
  ['the execution role may not write the log', without('AWS::IAM::Policy', /^RolesExecution/, 'logs:CreateLogStream'), /failed to validate logger args.*logs:CreateLogStream/],
  ['tasks have no way to AWS', closedOutwards(/^GroupsApi\w{8}$/), /There is a connection issue between the task and Amazon ECR/],
])('really taken away it is noticed: %s', async (_, edit, why) => {
  await using own = new Opened();
  await expect(standing(own, edit)).rejects.toThrow(why);
}, 120_000);
