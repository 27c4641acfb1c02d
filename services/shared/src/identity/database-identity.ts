import { select, type Select } from '../database/query';
import type { Identity } from './identity';

/** The row that the stage's bootstrap wrote once and that nobody can change. */
export function databaseIdentity(): Select<Identity> {
  return select('select stage, account from platform.identity', [], ({ stage, account }) => ({
    stage: String(stage),
    account: String(account),
  }));
}
