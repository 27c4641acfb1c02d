import { CodeDeployClient, GetDeploymentCommand, PutLifecycleEventHookExecutionStatusCommand } from '@aws-sdk/client-codedeploy';
import { DescribeTaskDefinitionCommand, ECSClient } from '@aws-sdk/client-ecs';
import type { Operation } from '../../../lib/core/operation/operation';
import { readEnvironment } from '../../shared/read-environment';
import { runHook } from '../hook';
import { judgeRelease } from './judge-release';
import { primary } from './primary';
import { prober } from './send';

/** The contract's operations and its proof, which is empty where nothing is written, put in when the function is bundled: a JSON text. */
declare const OPERATIONS: string;

/** AfterAllowTestTraffic: every operation alone and together with the others, every write proven on the primary. */
export async function handler(event: unknown, context: { getRemainingTimeInMillis(): number }): Promise<void> {
  const codedeploy = new CodeDeployClient({});
  await runHook(event, context.getRemainingTimeInMillis(), {
    log,
    judge: ({ DeploymentId }, signal) => {
      const environment = readEnvironment(process.env, ['TEST_URL', 'SERVER_NAME', 'LANES']);
      const { operations, proof } = JSON.parse(OPERATIONS) as { readonly operations: readonly Operation[]; readonly proof: string };
      return judgeRelease(DeploymentId, operations, Number(environment.LANES), {
        send: prober({ url: environment.TEST_URL, serverName: environment.SERVER_NAME }),
        recorded: proof === '' ? async () => new Set() : primaryOfEnvironment(proof),
        releaseOf: (deploymentId) => releaseOf(deploymentId, codedeploy, new ECSClient({})),
        log,
      }, signal);
    },
    report: async ({ DeploymentId, LifecycleEventHookExecutionId }, status) => {
      await codedeploy.send(new PutLifecycleEventHookExecutionStatusCommand({
        deploymentId: DeploymentId, lifecycleEventHookExecutionId: LifecycleEventHookExecutionId, status,
      }));
    },
  });
}

function primaryOfEnvironment(proof: string): ReturnType<typeof primary> {
  const { PROBER_HOST, PROBER_PORT, PROBER_USER, DATABASE, AWS_REGION } = readEnvironment(process.env, ['PROBER_HOST', 'PROBER_PORT', 'PROBER_USER', 'DATABASE', 'AWS_REGION']);
  return primary({ host: PROBER_HOST, port: Number(PROBER_PORT), user: PROBER_USER, database: DATABASE, region: AWS_REGION }, proof);
}

/** What green should say it is: the environment of the task definition that the AppSpec names. */
async function releaseOf(deploymentId: string, codedeploy: CodeDeployClient, ecs: ECSClient): Promise<string> {
  const { deploymentInfo } = await codedeploy.send(new GetDeploymentCommand({ deploymentId }));
  const [, arn] = /"?TaskDefinition"?\s*:\s*"?(arn:[^"\s]+)/.exec(deploymentInfo?.revision?.appSpecContent?.content ?? '') ?? [];
  if (arn === undefined) throw new Error(`the AppSpec of ${deploymentId} names no task definition`);
  const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn }));
  const release = taskDefinition?.containerDefinitions?.flatMap(({ environment }) => environment ?? []).find(({ name }) => name === 'RELEASE')?.value;
  if (release === undefined) throw new Error(`the task definition ${arn} has no RELEASE`);
  return release;
}

function log(record: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(record)}\n`);
}
