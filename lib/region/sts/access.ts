import type { AccessTable } from '../iam/access-table';

/** No policy can forbid the one; for the other, `AssumeRole` itself asks both sides. */
export const tokenAccess: AccessTable = { GetCallerIdentity: () => [], AssumeRole: () => [] };
