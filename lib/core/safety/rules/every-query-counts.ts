import { at, listed } from '../../template/template';
import { rollbackAlarms } from '../deployment-group';
import type { SafetyRule } from '../safety-rule';

export const everyQueryCounts: SafetyRule = {
  name: 'every-query-counts',
  description: 'every metric that a rollback alarm reads is used in what it computes: one that is not used watches nothing, and looks as if it did',
  fix: 'use its id in the expression, or leave it out',
  check: (template) => rollbackAlarms(template).flatMap(([logicalId, alarm]) => {
    const queries = listed(at(alarm, 'Properties.Metrics'));
    const expressions = queries.map((query) => String(at(query, 'Expression') ?? '')).join(' ');
    const idle = queries.filter((query) => String(at(query, 'ReturnData')) === 'false').map((query) => String(at(query, 'Id'))).filter((id) => !new RegExp(`\\b${id}\\b`).test(expressions));
    return idle.length === 0 ? [] : [{ logicalId, location: 'Properties.Metrics', found: `${idle.join(', ')} is used nowhere` }];
  }),
};
