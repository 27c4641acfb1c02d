import { between, toSeconds, type Instant } from '../core/units';
import type { AssemblyStack, AssemblyTemplate } from '../edge/assembly/assembly';
import type { Login } from '../edge/postgres/login';
import type { DeploymentGroup } from '../region/codedeploy/catalog';
import type { DeploymentRecord } from '../region/codedeploy/deployments';
import type { Region } from '../region/region';
import { deployOrExplain, NotReady } from './deploy';
import { withoutGuards } from './guards';
import type { LoadTarget } from './load/messages';
import type { Tell } from './progress';
import type { RehearsedStage } from './rehearsed-stage';
import type { Guard } from './scenario';
import { vouch } from './vouch';

/** A stage in a region with a good release on it that has baked: what a rehearsal's release is offered to. */
export interface Stand {
  readonly stage: RehearsedStage;
  /** The template of the release that runs. */
  readonly baseTemplate: AssemblyTemplate;
  readonly load: LoadTarget;
  /** The service's deployment group. */
  readonly group: DeploymentGroup;
  /** `undefined`: a stage without a database. */
  readonly primary: Login | undefined;
  /** The identifier of that database. */
  readonly source: string | undefined;
}

/** Deploys what is not there of the stage's topology, and its first release, as ordinary deployments would. @throws NotReady */
export async function prepareStand(region: Region, stage: RehearsedStage, guardsOff: readonly Guard[], tell: Tell): Promise<Stand> {
  const there = new Set([...region.cloudformation.stacks.values()].map(({ name }) => name));
  await deployAll(region, stage.topology.filter(({ stackName }) => !there.has(stackName)), tell, (template) => withoutGuards(template, guardsOff));
  // Its own migrations a first release needs, whatever is tried later.
  const baseTemplate = withoutGuards(stage.lastKnownGood, guardsOff.filter((guard) => guard !== 'migrations-first'));
  const started = region.clock.now();
  tell({ kind: 'starting', what: `${stage.release.id}: first release` });
  await vouch(region, stage, baseTemplate);
  await deployOrExplain(region, stage.release, baseTemplate);
  await endBake(newestDeployment(region));
  tell({ kind: 'started', what: `${stage.release.id}: first release`, wallSeconds: wallSeconds(region, started) });
  return { stage, baseTemplate, load: loadTarget(region, stage), group: newestDeployment(region).group, ...databaseOf(region, stage) };
}

/** Deploys stacks in their order. */
export async function deployAll(region: Region, stacks: readonly AssemblyStack[], tell: Tell, edit: (template: AssemblyTemplate) => AssemblyTemplate = (template) => template): Promise<void> {
  for (const stack of stacks) {
    const started = region.clock.now();
    tell({ kind: 'starting', what: stack.id });
    await deployOrExplain(region, stack, edit(stack.template));
    tell({ kind: 'started', what: stack.id, wallSeconds: wallSeconds(region, started) });
  }
}

/** Ends the bake of a first release now: nobody is its customer yet, and a second deployment is refused while it bakes. */
export async function endBake({ run }: DeploymentRecord): Promise<void> {
  await run.until(({ phase }) => phase.at === 'baking' || phase.at === 'ended');
  run.send({ kind: 'continue-requested', wait: 'TERMINATION_WAIT' });
  await run.until(({ phase }) => phase.at === 'ended');
}

export function newestDeployment(region: Region): DeploymentRecord {
  const newest = [...region.deployments.records.values()].filter(({ creator }) => creator === 'user').at(-1);
  if (newest === undefined) throw new NotReady('the release stack was deployed, but no deployment was created', []);
  return newest;
}

function loadTarget(region: Region, { domain }: RehearsedStage): LoadTarget {
  const listenerArn = newestDeployment(region).group.productionListenerArn;
  const port = region.balancing.portOf(listenerArn);
  if (port === undefined) throw new NotReady(`the production listener ${listenerArn} is not served`, []);
  return { port, domain, authority: region.balancing.listeners.get(listenerArn)?.protocol === 'HTTPS' ? region.rootCertificate : undefined };
}

/** The source database of the stage, seen by somebody who sees everything. */
function databaseOf({ cloudformation, databases }: Region, { topology }: RehearsedStage): Pick<Stand, 'primary' | 'source'> {
  const stacks = [...cloudformation.stacks.values()].filter(({ name }) => topology.some(({ stackName }) => stackName === name));
  const identifiers = stacks.flatMap(({ resources }) => [...resources.values()].map(({ physicalId }) => physicalId));
  const source = identifiers.find((candidate) => databases.sources.has(candidate));
  return { source, primary: source === undefined ? undefined : databases.observer(source) };
}

const wallSeconds = ({ clock }: Region, since: Instant): number => toSeconds(clock.inWall(between(since, clock.now())));
