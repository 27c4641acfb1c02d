import type { AccessTable } from '../iam/access-table';
import { need } from '../iam/need';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html */
export const executionAccess: AccessTable = {
  StartExecution: ({ stateMachineArn }) => [need('states:StartExecution', String(stateMachineArn))],
  DescribeExecution: ({ executionArn }) => [need('states:DescribeExecution', String(executionArn))],
};
