import type { TaskDefinition } from '../ecs/task-definition';
import { passesRolesOf } from '../ecs/access';
import { need, type Need } from '../iam/need';
import type { ServiceRoles } from '../iam/service-roles';
import { parseArn } from '../place';
import { isServiceError } from '../service-error';
import type { Stage } from './stage';

/** What CodeDeploy does, in the role of its deployment group. Each throws what CodeDeploy says when it may not. */
export interface DeployRole {
  readonly readAlarms: () => void;
  readonly invoke: (functionArn: string) => void;
  readonly createTaskSet: (definition: TaskDefinition) => void;
  readonly makePrimary: () => void;
  readonly deleteTaskSet: () => void;
  /** Which rule, or whose default action, takes the traffic. */
  readonly route: (holder: { readonly arn: string; readonly kind: 'rule' | 'listener' }) => void;
}

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/getting-started-create-service-role.html */
export function deployRole({ group, service }: Stage, roles: ServiceRoles): DeployRole {
  const { account = '', region = '' } = parseArn(service.arn) ?? {};
  const role = { roleArn: group.serviceRoleArn, session: 'codedeploy', region };
  const demand = (product: string, needs: readonly Need[]): void => {
    try {
      roles.trust(role.roleArn, 'codedeploy.amazonaws.com', { arn: `arn:aws:codedeploy:${region}:${account}:deploymentgroup:${group.application}/${group.name}`, account }, region, { code: 'InvalidRoleException', message: cannotAssume(role.roleArn) });
      roles.demand(role, needs);
    } catch (thrown) {
      if (!isServiceError(thrown)) throw thrown;
      throw new Error(thrown.code === 'InvalidRoleException' ? thrown.message : `The IAM role ${role.roleArn} does not give you permission to perform operations in the following AWS service: ${product}. ${thrown.message}`);
    }
  };
  const taskSets = `${service.arn.replace(':service/', ':task-set/')}/*`;
  const cluster = { 'ecs:cluster': service.clusterArn, 'ecs:service': service.arn };
  return {
    readAlarms: () => demand('AmazonCloudWatch', [need('cloudwatch:DescribeAlarms', '*')]),
    invoke: (functionArn) => demand('AWSLambda', [need('lambda:InvokeFunction', functionArn)]),
    createTaskSet: (definition) => demand('AmazonECS', [need('ecs:DescribeServices', service.arn, cluster), need('ecs:CreateTaskSet', taskSets, cluster), ...passesRolesOf(definition)]),
    makePrimary: () => demand('AmazonECS', [need('ecs:UpdateServicePrimaryTaskSet', taskSets, cluster)]),
    deleteTaskSet: () => demand('AmazonECS', [need('ecs:DeleteTaskSet', taskSets, cluster)]),
    route: ({ arn, kind }) => demand('ElasticLoadBalancing', [
      ...['DescribeTargetGroups', 'DescribeListeners', 'DescribeRules'].map((action) => need(`elasticloadbalancing:${action}`, '*')),
      need(`elasticloadbalancing:${kind === 'rule' ? 'ModifyRule' : 'ModifyListener'}`, arn),
    ]),
  };
}

export const cannotAssume = (roleArn: string): string => `AWS CodeDeploy does not have the permissions required to assume the role ${roleArn}.`;
