import type { Axis, ReviewedStack } from '../../lib/core/review/change';
import { review, type Review } from '../../lib/core/review/review';
import type { Template } from '../../lib/core/template/template';
import { compare } from '../../lib/edge/review/compare';

/** A stack of production to be reviewed, with nothing unusual about it. */
export const aStack = (template: Template, changed: Partial<ReviewedStack> = {}): ReviewedStack => ({
  id: 'production-Api', account: '222222222222', region: 'ap-northeast-2', axis: 'topology', stage: 'production', tier: 'api', terminationProtection: true, acknowledged: {}, paths: {}, template, ...changed,
});

/** Templates of this project by the names of their stacks, as the assembly would say them. */
export const stacksOf = (templates: Readonly<Record<string, Template>>): readonly ReviewedStack[] => Object.entries(templates).map(([id, template]) => {
  const { stage, tier, axis } = (template['Metadata'] as Readonly<Record<string, { readonly stage: string; readonly tier: string; readonly axis: Axis }>>)['changeover:stack'] ?? {};
  return aStack(template, { id, stage, tier, axis, terminationProtection: axis === 'topology' });
});

export const reviewed = (before: readonly ReviewedStack[], after: readonly ReviewedStack[]): Review => review({ before, after, changes: compare(before, after) });

/** What is found when the properties of one resource are changed. */
export const reviewedProperties = (Type: string, before: object, after: object): Review =>
  reviewed([aStack({ Resources: { It: { Type, Properties: { ...before } } } })], [aStack({ Resources: { It: { Type, Properties: { ...after } } } })]);

export const rulesIn = ({ findings }: Review): readonly string[] => [...new Set(findings.map(({ rule }) => rule))].sort();
