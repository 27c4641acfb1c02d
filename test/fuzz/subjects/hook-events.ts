import type { handler as Handler } from '../../../lambda/hooks/probe/handler';
import type { Dice } from '../../../lib/core/chance';
import type { IgnorantAws } from '../aws';
import { judgeRefusal } from '../answered';
import { mutated, mutatedText } from '../mutate';
import { taken, wrong, type Outcome, type Subject } from '../subject';
import type { Surroundings } from '../surroundings';

export const hookVariables: Readonly<Record<string, string>> = { TEST_URL: 'https://127.0.0.1:1', SERVER_NAME: 'api.points.example.com', LANES: '2', CLUSTER: 'production-api', SERVICE: 'api' };

const event = { DeploymentId: 'd-ABCDEF123', LifecycleEventHookExecutionId: 'eyJlbmNyeXB0ZWREYXRhIjoi', Combined: '1' };

/** CodeDeploy's answers while a hook looks: a deployment with an AppSpec that is spoilt too. */
export function hookAnswers(chance: () => Dice): Readonly<Record<string, () => object>> {
  return {
    GetDeployment: () => ({ deploymentInfo: { revision: { revisionType: 'AppSpecContent', appSpecContent: { content: mutatedText('{"TaskDefinition":"arn:aws:ecs:::task-definition/api:1"}', chance(), []) } } } }),
    PutLifecycleEventHookExecutionStatus: () => ({}),
  };
}

/** Calls of CodeDeploy, spoilt, to the hook that probes: a verdict, which is Failed, whenever it says for what; one clear error otherwise. */
export const hookEvents = (aws: IgnorantAws, around: Surroundings, handler: typeof Handler): Subject => ({
  name: 'hook events',
  once: async (chance) => {
    const { value, done } = mutated(event, chance);
    aws.takeCalls();
    const thrown = await handler(value, { logGroupName: '/aws/lambda/probe', logStreamName: 'stream', getRemainingTimeInMillis: () => 60_000 }).then(() => undefined, (cause: unknown) => cause);
    const verdicts = aws.takeCalls().filter(({ target }) => target.endsWith('.PutLifecycleEventHookExecutionStatus')).map(({ body }) => JSON.parse(body) as Readonly<Record<string, unknown>>);
    const outcome = around.takeAnswers().length > 0 ? wrong('it answered to CloudFormation') : judged(value, verdicts, thrown);
    return outcome.kind === 'wrong' ? wrong(`${outcome.why} (${done.join(', ')})`) : outcome;
  },
});

function judged(value: unknown, verdicts: readonly Readonly<Record<string, unknown>>[], thrown: unknown): Outcome {
  const { DeploymentId: id, LifecycleEventHookExecutionId: execution } = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const canBeTold = [id, execution].every((one) => typeof one === 'string' && one !== '');
  if (!canBeTold) {
    return verdicts.length > 0 ? wrong('a verdict for nothing was told') : judgeRefusal(thrown);
  }
  const [verdict, ...more] = verdicts;
  if (verdict === undefined || more.length > 0) return wrong(`${verdicts.length} verdicts (thrown: ${String(thrown)})`);
  return verdict.status === 'Failed' && verdict.deploymentId === id && verdict.lifecycleEventHookExecutionId === execution ? taken : wrong(`the verdict ${JSON.stringify(verdict)}`);
}
