import type { AccessTable } from '../iam/access-table';
import { need } from '../iam/need';
import { arnOf } from '../place';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
export const functionAccess: AccessTable = {
  Invoke: ({ FunctionName }, place) => {
    const name = String(FunctionName);
    return [need('lambda:InvokeFunction', name.startsWith('arn:') ? name : arnOf('lambda', place, `function:${name.split(':').at(-1) ?? name}`))];
  },
};
