import { CfnOutput, Duration, type IStackSynthesizer, LegacyStackSynthesizer } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { plannedTime } from '../config/planned-time';
import type { Stage } from '../config/stage';
import { deploymentFunctionName } from '../constructs/deployment-function';
import { ExecutionPolicy } from '../constructs/execution-policy';
import { GithubIdentity } from '../constructs/github-identity';
import { ImageRepository } from '../constructs/image-repository';
import { LedgerReader } from '../constructs/ledger-reader';
import { PipelineRole } from '../constructs/pipeline-role';
import { ReleaseLedger } from '../constructs/release-ledger';
import { SigningKey } from '../constructs/signing-key';
import { StageBoundary } from '../constructs/stage-boundary';
import { pipelineRoleName } from '../core/delivery/names';
import { api, auxiliary } from './service-identity';
import { StageStack, stackName } from './stage-stack';

/** Before and after a stage, in the order in which releases reach them. */
export interface Neighbours {
  /** The stage whose word this one takes for a release. */
  readonly from: Stage | undefined;
  /** The stages that take this one's. */
  readonly to: readonly Stage[];
}

export const neighboursOf = ({ name, promotesFrom }: Stage, stages: readonly Stage[]): Neighbours => ({
  from: stages.find((one) => one.name === promotesFrom), to: stages.filter((one) => one.promotesFrom === name),
});

/** IAM takes no shorter one. */
const shortestSession = Duration.hours(1);
const spareMinutes = 30;

/**
 * Who may deploy a stage, with what, and what is written down about it: the first stack of a stage, and the only one that a person
 * deploys, before the account is bootstrapped and with credentials of their own. Whoever comes by the pipeline cannot change it.
 *
 * It holds nothing that runs, and nothing depends on it but by names.
 */
export class DeliveryStack extends StageStack {
  constructor(scope: Construct, stage: Stage, { from, to }: Neighbours) {
    super(scope, 'Delivery', stage, {
      tier: 'delivery', axis: 'topology', description: `Who deploys ${stage.name}, and the ledger of its releases`,
      // Without roles of the bootstrap, which does not exist yet, and whose boundary this stack makes.
      synthesizer: new LegacyStackSynthesizer() as IStackSynthesizer,
    });
    const { name, delivery } = stage;
    const [pipeline, functions] = [pipelineRoleName(name), services.map(({ service }) => deploymentFunctionName(name, service))];
    const repositories = repositoriesOf(name);

    const boundary = new StageBoundary(this, 'Boundary', { stage: name, pipeline, deployedByPeople: [stackName(name, 'Delivery')], repositories });
    new ExecutionPolicy(this, 'Execution', { stage: name });
    const identity = new GithubIdentity(this, 'Github', delivery);
    const role = new PipelineRole(this, 'Pipeline', {
      stage: name,
      workflow: identity.workflow,
      session: sessionFor(stage),
      boundary: boundary.policy,
      repositories,
      ...(from && { promotesFrom: { stage: from.name, account: from.account, region: from.region, repositories: repositoriesOf(from.name) } }),
    });
    const readers = [...new Set(to.map(({ account }) => account))].filter((account) => account !== stage.account);
    new SigningKey(this, 'BuildKey', { stage: name, signer: 'build', signers: [pipeline], readers });
    new SigningKey(this, 'VerdictKey', { stage: name, signer: 'verdict', signers: functions, readers });
    const pullers = to.map((later) => ({ account: later.account, names: [pipelineRoleName(later.name)] }));
    if (pullers.length > 0) new LedgerReader(this, 'Reader', { stage: name, readers: pullers, boundary: boundary.policy });
    services.forEach(({ service }, index) => new ImageRepository(this, `${service}Images`, { name: repositories[index] ?? '', ciImageDays: delivery.ciImageDays, pullers }));
    const ledger = new ReleaseLedger(this, 'Ledger', { stage: name, writers: [pipeline, ...functions] });
    // It is protected from its deletion, also by a creation that fails: what is likeliest to fail goes first.
    ledger.node.addDependency(role, identity, boundary);

    new CfnOutput(this, 'PipelineRoleArn', { value: role.role.roleArn, description: 'What the workflows of the repository take on' });
  }
}

const services = [api, auxiliary];
const repositoriesOf = (stage: string): readonly string[] => services.map(({ repository }) => repository(stage));

/** `cdk deploy` waits until a release has all traffic, at most for the planned time, and can be slow itself. */
export function sessionFor(stage: Stage): Duration {
  const session = Duration.minutes(Math.ceil(plannedTime(stage) / 60_000) + spareMinutes);
  return session.toMinutes() < shortestSession.toMinutes() ? shortestSession : session;
}
