import { createHash } from 'node:crypto';

/** One step of the schema. It only adds, since the release before it runs on the same schema, and may come back. */
export interface Migration {
  /** The file's name without `.sql`; migrations run in the order of their ids. */
  readonly id: string;
  readonly sql: string;
}

/** It cannot run in a transaction, such as CREATE INDEX CONCURRENTLY: one statement, which can be begun again. */
export const isAlone = ({ sql }: Migration): boolean => /^--\s*changeover:\s*alone\s*$/m.test(sql);

export function checksumOf({ sql }: Migration): string {
  return createHash('sha256').update(sql).digest('hex');
}
