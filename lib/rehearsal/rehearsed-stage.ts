import { accepted, rejected, type Checked } from '../core/checked';
import type { Contract } from '../core/operation/contract';
import { labelOf, type Assembly, type AssemblyStack, type AssemblyTemplate } from '../edge/assembly/assembly';
import { releaseIn, withRelease, type ReleaseIdentity } from './candidate';
import { MAIN_TIER, tierStacks } from './tier-stacks';
import { ledgerStages } from './vouch';

/** The stacks of one stage, as far as a rehearsal of its service needs them. */
export interface RehearsedStage {
  /** `foreign`: somebody else's app, which says nothing of stages and releases. */
  readonly kind: 'own' | 'foreign';
  readonly name: string;
  /** In order. */
  readonly topology: readonly AssemblyStack[];
  readonly release: AssemblyStack;
  readonly assembled: ReleaseIdentity;
  /** The release stack as the release before left it. */
  readonly lastKnownGood: AssemblyTemplate;
  /** What customers do. @default - as the workload's bundle says */
  readonly contract?: Contract;
  readonly service: string;
  readonly domain: string;
  /** Requests a second at the stage's peak. */
  readonly expectedPeak: number;
  /** Customers' answers that take longer are slow: milliseconds. */
  readonly slowAnswerMs: number;
}

/** For a stage that does not say what it calls slow. */
const SLOW_ANSWER_MS = 1_000;

const NOT_OURS = "none: for an app of your own say what its container runs, such as --workload 'web=python3 service.py'";

/**
 * Finds the stage in an assembly, or says everything that is missing for a rehearsal.
 *
 * @param tier whose service is released. @default - the main one, or the only one that there is
 */
export function rehearsedStage(assembly: Assembly, name: string, tier?: string): Checked<RehearsedStage> {
  const groups = assembly.stacks.filter(({ template }) => Object.values(template.Resources).some(({ Type }) => Type === 'AWS::CodeDeploy::DeploymentGroup'));
  if (groups.length === 0) {
    return rejected({ path: assembly.directory, message: `must hold a stack with an AWS::CodeDeploy::DeploymentGroup, found ${assembly.stacks.length} stacks without one: nothing in it can be rehearsed` });
  }
  const own = assembly.stacks.filter((stack) => labelOf(stack)?.stage === name);
  if (own.length === 0) {
    const stages = [...new Set(assembly.stacks.flatMap((stack) => labelOf(stack)?.stage ?? []))];
    return rejected({ path: assembly.directory, message: `must hold the stage ${name}, found ${stages.join(', ') || NOT_OURS}` });
  }
  return complete(name, own, groups, tier, assembly.stacks);
}

function complete(name: string, own: readonly AssemblyStack[], groups: readonly AssemblyStack[], tier: string | undefined, all: readonly AssemblyStack[]): Checked<RehearsedStage> {
  const service = serviceOf(own.filter((stack) => groups.includes(stack)), tier);
  if (service === undefined && tier !== undefined) return rejected({ path: name, message: `must have a stack of the tier ${tier} with a deployment group` });
  const needed = tierStacks(own, (service && labelOf(service)?.tier) ?? MAIN_TIER);
  const release = needed.find((stack) => labelOf(stack)?.axis === 'release' && releaseIn(stack.template) !== undefined);
  const assembled = release === undefined ? undefined : releaseIn(release.template);
  if (release === undefined || assembled === undefined) {
    return rejected({ path: name, message: 'must have a release stack whose task definition names its workload (metadata changeover:workload)' });
  }
  const label = service === undefined ? undefined : labelOf(service);
  if (label?.expectedPeak === undefined || label.domain === undefined) {
    return rejected({ path: service?.id ?? name, message: 'must have a stack with a deployment group that says its expectedPeak and its domain in the metadata changeover:stack' });
  }
  const standsOn = needed.filter((stack) => labelOf(stack)?.axis === 'topology');
  const ledgers = ledgerStages(standsOn);
  const topology = [...all.filter((stack) => labelOf(stack)?.tier === 'delivery' && ledgers.includes(labelOf(stack)?.stage ?? '')), ...standsOn];
  const lastKnownGood = withRelease(release.template, { ...assembled, release: 'last-known-good' });
  return accepted({
    kind: 'own', name, release, assembled, lastKnownGood, service: label.tier, domain: label.domain, expectedPeak: label.expectedPeak, slowAnswerMs: label.slowAnswerMs ?? SLOW_ANSWER_MS, topology,
  });
}

function serviceOf(services: readonly AssemblyStack[], tier: string | undefined): AssemblyStack | undefined {
  const ofTier = services.find((stack) => labelOf(stack)?.tier === (tier ?? MAIN_TIER));
  return ofTier ?? (tier === undefined ? services[0] : undefined);
}
