import type { ECSClient } from '@aws-sdk/client-ecs';
import type { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import type { AwsJson } from '../../shared/aws-json';
import { eventsWith } from '../log-events';
import { greenOf, type GreenNames, type Offered } from '../green';
import type { LogPorts } from './check-log';

/** The lines of green's own tasks: each writes the stream `prefix/container/task`. */
export function greenLog(deploymentId: string, { definition }: Offered, clients: { readonly codedeploy: CodeDeployClient; readonly ecs: ECSClient; readonly logs: AwsJson }, names: GreenNames): LogPorts['linesWith'] {
  return async (text) => {
    const ids = (await greenOf(deploymentId, clients, names)).tasks.map(({ taskArn = '' }) => taskArn.split('/').at(-1) ?? '');
    const found = await Promise.all((definition.containerDefinitions ?? []).map(async ({ name = '', logConfiguration }) => {
      const { 'awslogs-group': group, 'awslogs-stream-prefix': prefix } = logConfiguration?.options ?? {};
      if (group === undefined || prefix === undefined || ids.length === 0) return [];
      return eventsWith(clients.logs, group)(ids.map((id) => `${prefix}/${name}/${id}`), text);
    }));
    return found.flat().map(({ message }) => message);
  };
}
