import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { ECSClient } from '@aws-sdk/client-ecs';
import type { Judgement } from '../../lib/core/evidence/verdict';
import type { GreenClients } from './green';
import { runHook } from './hook';
import type { HookContext } from './own-log';
import { logRecord, reportTo } from './tell';

/** Looks at what a deployment has brought, until the signal is aborted. */
export type Judge = (deploymentId: string, clients: GreenClients, context: HookContext, signal: AbortSignal) => Promise<Judgement>;

/** What Lambda calls when CodeDeploy asks for a verdict. */
export const hookHandler = (judge: Judge) => async (event: unknown, context: HookContext): Promise<void> => {
  const clients = { codedeploy: new CodeDeployClient({}), ecs: new ECSClient({}) };
  await runHook(event, context.getRemainingTimeInMillis(), {
    log: logRecord,
    judge: ({ DeploymentId }, signal) => judge(DeploymentId, clients, context, signal),
    report: reportTo(clients.codedeploy),
  });
};
