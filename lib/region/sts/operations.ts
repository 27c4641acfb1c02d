import type { QueryOperation } from '../endpoint/query-protocol';
import { parseArn } from '../place';

/** Who calls: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const callerOperations: Readonly<Record<string, QueryOperation>> = {
  GetCallerIdentity: async (_, { principal = '', accessKeyId }) => ({ Arn: principal, UserId: accessKeyId, Account: parseArn(principal)?.account }),
};
