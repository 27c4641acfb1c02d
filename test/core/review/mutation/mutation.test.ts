import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReviewedStack } from '../../../../lib/core/review/change';
import { rolloutSafety } from '../../../../lib/core/safety/rollout-safety';
import type { Resource, Template } from '../../../../lib/core/template/template';
import { UnreadableTemplate } from '../../../../lib/edge/review/compare';
import { synthesizeProduction } from '../../../stacks/support/synthesize';
import { reviewed, rulesIn, stacksOf } from '../../../support/reviewed';
import { project } from '../../../support/command-line';
import { editedResource, wayOf } from '../../../support/edited';
import { harmless } from './harmless';
import { weakenings } from './weakenings';
import { type Mutant, mutantsOf } from './mutants';

interface Tried extends Mutant {
  readonly type: string;
  readonly where: string;
  /** Rules that saw it: of the review, and of the pack by a name with `pack:` before it. */
  readonly foundBy: readonly string[];
}

const seen = new Set<string>();
const production = stacksOf(synthesizeProduction());
/** What the pack says of the templates as they are, because some of it is acknowledged. */
const usual = new Map(production.map(({ id, template }) => [id, violations(template)]));
const tried = production.flatMap(tryAll);

/** Every value of every kind of resource changed once, in each way: resources of a type are told apart by nothing that a rule looks at. */
function tryAll(stack: ReviewedStack): readonly Tried[] {
  return Object.entries(stack.template.Resources).flatMap(([id, resource]) => mutantsOf(resource).flatMap((mutant) => {
    const kind = `${stack.axis} ${resource.Type} ${mutant.place} ${mutant.how}`;
    if (seen.has(kind)) return [];
    seen.add(kind);
    return [{ ...mutant, type: resource.Type, where: `${stack.id}/${id}`, foundBy: findersOf(stack, id, mutant.resource) }];
  }));
}

function findersOf(stack: ReviewedStack, id: string, mutant: Resource | undefined): readonly string[] {
  // The review looks at the resource alone, which is the least that it can see.
  const alone = (resource: Resource | undefined): ReviewedStack => ({ ...stack, template: { Resources: resource === undefined ? {} : { [id]: resource } } });
  const found = review(alone(stack.template.Resources[id]), alone(mutant));
  // The pack looks at whole templates, which takes longer: it is asked for what the review lets pass.
  if (found.length > 0) return found;
  const others = Object.entries(stack.template.Resources).filter(([key]) => key !== id);
  const whole: Template = { ...stack.template, Resources: Object.fromEntries(mutant === undefined ? others : [...others, [id, mutant]]) };
  const known = usual.get(stack.id) ?? [];
  return [...new Set(violations(whole).filter((one) => !known.includes(one)).map((one) => `pack:${one.split(' ')[0]}`))];
}

/** Only what may stop a release counts: that something costs more is no protection. */
function review(before: ReviewedStack, after: ReviewedStack): readonly string[] {
  try {
    return [...new Set(reviewed([before], [after]).findings.filter((finding) => finding.class !== 'cost').map(({ rule }) => rule))];
  } catch (thrown) {
    if (thrown instanceof UnreadableTemplate) return ['CDK refuses it'];
    throw thrown;
  }
}

function violations(template: Template): readonly string[] {
  return rolloutSafety.flatMap(({ name, check }) => check(template).map(({ logicalId, location, found }) => `${name} ${logicalId} ${location} ${found}`));
}

const fits = (one: (typeof harmless)[number], { type, place, how }: Tried): boolean => one.type.test(type) && one.place.test(place.replace(/^Properties\./, '')) && (one.how?.test(how) ?? true);
const reasonOf = (mutant: Tried): string | undefined => harmless.find((one) => fits(one, mutant))?.because;
const tell = ({ where, type, place, how, foundBy }: Tried): string => `${type} ${place} ${how} (${where})${foundBy.length === 0 ? '' : `: ${foundBy.join(', ')}`}`;

test('every value of the templates that is changed is found by the review or by the pack, but for those that weaken nothing', () => {
  expect(tried.length).toBeGreaterThan(1_500);
  expect(tried.filter((mutant) => mutant.foundBy.length === 0 && reasonOf(mutant) === undefined).map(tell)).toEqual([]);
});

test('nothing is called harmless that is not there', () => {
  const idle = harmless.filter((one) => !tried.some((mutant) => mutant.foundBy.length === 0 && fits(one, mutant)));
  expect(idle.map(({ place, because }) => `${place.source}: ${because}`)).toEqual([]);
});

test('each mutant is listed with what found it, in reports/mutants.md', () => {
  const lines = tried.map((mutant) => `| ${mutant.type} | ${mutant.place} | ${mutant.how} | ${mutant.foundBy.join(', ') || `harmless: ${reasonOf(mutant)}`} |`);
  mkdirSync(join(project, 'reports'), { recursive: true });
  writeFileSync(join(project, 'reports/mutants.md'), ['| type | place | change | found by |', '| --- | --- | --- | --- |', ...lines, ''].join('\n'));
  expect(lines.filter((line) => line.includes('undefined'))).toEqual([]);
});

const stackNamed = (name: string): ReviewedStack => production.find(({ id }) => id === `production-${name}`) as ReviewedStack;

/** What each half of the safety net says when one value of the real templates is changed; a resource is named by how its logical id begins. */
function sees(stackName: string, prefix: string, path: string, to: unknown): { readonly review: readonly string[]; readonly pack: readonly string[] } {
  const stack = stackNamed(stackName);
  const id = Object.keys(stack.template.Resources).find((one) => one.startsWith(prefix));
  if (id === undefined) throw new Error(`${stackName} has no ${prefix}`);
  const template = path === '' ? { ...stack.template, Resources: Object.fromEntries(Object.entries(stack.template.Resources).filter(([key]) => key !== id)) } : editedResource(stack.template, id, wayOf(path), to);
  const broken = rolloutSafety.filter(({ check }) => check(template).length > check(stack.template).length).map(({ name }) => name);
  return { review: rulesIn(reviewed([stack], [{ ...stack, template }])).filter((rule) => rule !== 'cost-changed'), pack: broken };
}

test.each(weakenings.map(([what, stack, id, path, to, review, pack]) => ({ what, stack, id, path, to, expected: { review, pack } })))('$what is seen', ({ stack, id, path, to, expected }) => {
  const { review, pack } = sees(stack, id, path, to);
  expect(review).toContain(expected.review);
  if (expected.pack !== undefined) expect(pack).toContain(expected.pack);
});

test.each([
  ['protection of a stack is lifted', { terminationProtection: false }, 'deletion-eased'],
  ['a stack moves to another account', { account: '111111111111' }, 'stack-moved'],
  ['a finding of a pack is accepted', { acknowledged: { 'production-Api/Role: AwsSolutions-IAM5[Resource::*]': 'it was late' } }, 'check-acknowledged'],
])('%s, which no template says', (_, changed, rule) => {
  const stack = stackNamed('Api');
  expect(rulesIn(reviewed([stack], [{ ...stack, ...changed }]))).toEqual([rule]);
});
