import type { AccessTable } from '../iam/access-table';

/** No policy can forbid the one; for the others, they ask both sides themselves. */
export const tokenAccess: AccessTable = { GetCallerIdentity: () => [], AssumeRole: () => [], AssumeRoleWithWebIdentity: () => [] };
