import { need, type Need } from '../iam/need';
import type { ServiceRoles } from '../iam/service-roles';
import { needsToWrite } from '../logs/access';
import { arnOf } from '../place';
import { reasonOf } from '../service-error';
import type { Task } from './task';
import type { Container } from './task-definition';

/** What ECS does on behalf of a task, in its execution role: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html */
export interface ExecutionRole {
  /** @throws in the words of ECS */
  readonly readSecret: (secretArn: string) => void;
  readonly openLog: (stream: string) => void;
  readonly pull: () => void;
}

export interface ExecutionRolePorts {
  readonly roles: ServiceRoles;
  readonly needsToRead: (secretArn: string) => readonly Need[];
}

const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'];

export function executionRole({ about: { id, arn, definition: { place, executionRoleArn = '' } } }: Task, { image, log }: Container, { roles, needsToRead }: ExecutionRolePorts): ExecutionRole {
  const refusal = { code: 'ClientException', message: `ECS was unable to assume the role '${executionRoleArn}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.` };
  const demand = (needs: readonly Need[]): void => {
    roles.trust(executionRoleArn, 'ecs-tasks.amazonaws.com', { arn, account: place.account }, place.region, refusal);
    roles.demand({ roleArn: executionRoleArn, session: id, region: place.region }, needs);
  };
  const say = (what: string, needs: readonly Need[]): void => {
    try {
      demand(needs);
    } catch (thrown) {
      throw new Error(thrown instanceof Error && thrown.message === refusal.message ? thrown.message : `${what}: AccessDeniedException: ${reasonOf(thrown)}`);
    }
  };
  return {
    readSecret: (secretArn) => say('ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): '
      + `failed to fetch secret ${secretArn} from secrets manager`, needsToRead(secretArn)),
    openLog: (stream) => say('ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream', needsToWrite(place, log?.group ?? '', stream)),
    pull: () => {
      const [, account, region, repository] = /^(\d{12})\.dkr\.ecr\.([^.]+)\.amazonaws\.com\/([^:@]+)/.exec(image) ?? [];
      // Anybody may pull a public image.
      if (account === undefined || region === undefined) return;
      say('CannotPullECRContainerError: ResourceInitializationError: unable to pull secrets or registry auth', [need('ecr:GetAuthorizationToken', '*'), ...PULL.map((action) => need(action, arnOf('ecr', { account, region }, `repository/${repository ?? ''}`)))]);
    },
  };
}
