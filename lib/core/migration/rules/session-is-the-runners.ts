import { documentation, type MigrationRule } from '../rule';
import { textAt } from '../statement';

export const sessionIsTheRunners: MigrationRule = {
  name: 'session-is-the-runners',
  harm: 'blocks',
  why: 'the runner gives each migration a transaction and a lock_timeout, behind which no request waits for long; with others it may wait for ever, or be applied by half',
  fix: 'leave transactions and settings out of migrations',
  source: documentation('runtime-config-client.html#GUC-LOCK-TIMEOUT'),
  find: ({ kind, tree }) => {
    if (kind === 'TransactionStmt') return ['begins or ends a transaction'];
    return kind === 'VariableSetStmt' ? [`sets ${textAt(tree, 'name') || 'every setting'}`] : [];
  },
};
