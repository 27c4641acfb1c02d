import { accepted, type Checked, type Problem } from '../../core/checked';
import type { Contract } from '../../core/operation/contract';
import type { Assembly, AssemblyStack } from '../../edge/assembly/assembly';
import type { RehearsedStage } from '../rehearsed-stage';
import { containersIn, withWorkload, type ForeignWorkload } from './workload';

/** For an app that says nothing of its customers: two requests a second, so that a small program keeps up with them sixty times as fast. */
const ASSUMED_PEAK = 2;
const SLOW_ANSWER_MS = 1_000;
/** The name that customers use: certificates of HTTPS listeners are issued for it. */
export const FOREIGN_DOMAIN = 'app.example.com';

const TYPE = 'AWS::CodeDeploy::DeploymentGroup';

/** Somebody else's app as a stage: its one stack with a deployment group is what is released, all others are what it stands on. */
export function foreignStage(assembly: Assembly, workload: ForeignWorkload, contract: Contract | undefined): Checked<RehearsedStage> {
  const problems: Problem[] = [];
  const groups = assembly.stacks.filter(({ template }) => Object.values(template.Resources).some(({ Type }) => Type === TYPE));
  if (groups.length !== 1) {
    problems.push({ path: assembly.directory, message: `must hold one stack with an ${TYPE}, found ${groups.length === 0 ? 'none' : groups.map(({ id }) => id).join(', ')}` });
  }
  const holders = assembly.stacks.filter(({ template }) => containersIn(template).some(({ name }) => name === workload.container));
  const [release] = holders;
  if (release === undefined) {
    const known = [...new Set(assembly.stacks.flatMap(({ template }) => containersIn(template).map(({ name }) => name)))];
    problems.push({ path: '--workload', message: `must name a container of a task definition, one of ${known.join(', ') || '(there is none)'}, got ${JSON.stringify(workload.container)}` });
  }
  if (problems.length > 0 || release === undefined) return { ok: false, problems };
  const image = (suffix?: string): AssemblyStack['template'] => withWorkload(release.template, workload, suffix);
  return accepted({
    kind: 'foreign', name: release.id, service: workload.container, domain: FOREIGN_DOMAIN, expectedPeak: ASSUMED_PEAK, slowAnswerMs: SLOW_ANSWER_MS,
    topology: assembly.stacks.filter((stack) => stack !== release), release: { ...release, template: image() }, lastKnownGood: image('-last-known-good'),
    assembled: { release: 'assembled', directory: workload.directory, sha256: '' },
    contract: contract ?? healthContract(release),
  });
}

/** Without a contract customers ask for what the load balancer asks for. */
function healthContract({ template }: AssemblyStack): Contract {
  const group = Object.values(template.Resources).find(({ Type }) => Type === 'AWS::ElasticLoadBalancingV2::TargetGroup');
  const path = String(group?.Properties?.['HealthCheckPath'] ?? '/');
  return {
    operations: [{ id: 'health', method: 'GET', path, effect: 'read', critical: false, share: 100, probe: undefined, load: { parameters: {}, body: undefined, after: undefined, expect: 200 } }],
    proof: '',
  };
}
