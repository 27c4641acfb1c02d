import { allRules, type BoundRule } from './all-rules';
import { type Approval, approvalFor } from './approval';
import type { ReviewedStack } from './change';
import type { Finding, Look } from './finding';
import { risks, type Risk } from './risk';

/** What a reviewer is told about a change. */
export interface Review {
  readonly risk: Risk;
  readonly approval: Approval;
  /** Worst first, and in the order of the rules among equals. */
  readonly findings: readonly Finding[];
  /** Everything that differs, also what no rule has seen anything in. */
  readonly changes: Look['changes'];
}

/** Looks at a change with every rule. Anything that differs has to be read by somebody; what rules see raises who and how many. */
export function review(look: Look, rules: readonly BoundRule[] = allRules): Review {
  const found = rules.flatMap((bound) => bound.rule(look).map((sighting): Finding => {
    const { stack, path, logicalId } = sighting.change;
    return {
      class: bound.class, rule: bound.name, title: bound.title, risk: sighting.risk ?? bound.risk, where: { stack: stack.id, path, logicalId, property: sighting.property ?? null },
      what: named(sighting.what, stack), why: sighting.why ?? bound.why, ask: bound.ask, approver: bound.approver,
    };
  }));
  const findings = [...risks.levels].reverse().flatMap((level) => found.filter((finding) => finding.risk === level));
  const risk = risks.worst([...(look.changes.length > 0 ? ['review' as const] : []), ...findings.map((finding) => finding.risk)]);
  return { risk, approval: approvalFor(risk, findings), findings, changes: look.changes };
}

/** With the names that people gave their constructs in place of logical ids, where they are known. */
const named = (text: string, { id, paths }: ReviewedStack): string =>
  text.replace(/\$\{(\w+)([.}])/g, (whole, logicalId: string, end: string) => {
    const path = paths[logicalId];
    return path === undefined ? whole : `\${${path.replace(`${id}/`, '').replace(/\/Resource$/, '')}${end}`;
  });
