import { fullDiff, ResourceImpact, type ResourceDifference } from '@aws-cdk/cloudformation-diff';
import { same } from '../../core/template/canonical';
import { type Change, type Fate, outputType, parameterType, type ReviewedStack, stackType } from '../../core/review/change';
import { differences, type Difference } from '../../core/review/differences';
import { isRecord, type Resource, type Template, type Values } from '../../core/template/template';
import { fingerprintOf, onAnyTopology } from '../../core/review/topology-snapshot';

/**
 * Everything that is different between two assemblies, by CDK's own diff: what is replaced is what AWS's resource specification says is.
 *
 * What AWS takes for the same is not told (see `canonical.ts`), nor metadata, nor the name of a topology. What is no resource (a stack's
 * account and protection, parameters, outputs) is told as if it were one.
 */
export function compare(before: readonly ReviewedStack[], after: readonly ReviewedStack[]): readonly Change[] {
  const names = [...before, ...after].flatMap(({ template }) => fingerprintOf(template) ?? []);
  const ids = [...new Set([...before, ...after].map(({ id }) => id))];
  const find = (stacks: readonly ReviewedStack[], id: string): ReviewedStack | undefined => stacks.find((stack) => stack.id === id);
  return ids.flatMap((id) => changesOf(find(before, id), find(after, id), names));
}

const nothing: Template = { Resources: {} };

function changesOf(before: ReviewedStack | undefined, after: ReviewedStack | undefined, fingerprints: readonly string[]): readonly Change[] {
  const stack = after ?? before;
  if (stack === undefined) return [];
  const old = onAnyTopology(before?.template ?? nothing, fingerprints);
  const young = alike(old, onAnyTopology(after?.template ?? nothing, fingerprints));
  const asWhole = (type: string, logicalId: string, one: Values | undefined, other: Values | undefined): readonly Change[] =>
    (one === undefined && other === undefined ? [] : whole(stack, type, logicalId, one, other));
  const inSection = (section: 'Parameters' | 'Outputs', type: string): readonly Change[] => {
    const [one, other] = [old[section] ?? {}, young[section] ?? {}];
    return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((name) => asWhole(type, name, recordAt(one, name), recordAt(other, name)));
  };
  const found: Change[] = [];
  diffOf(stack, old, young).resources.forEachDifference((logicalId, difference) => {
    found.push(resourceChange(stack, logicalId, difference, old.Resources[logicalId], young.Resources[logicalId]));
  });
  return [
    ...asWhole(stackType, stack.id, before && factsOf(before), after && factsOf(after)), ...found,
    ...inSection('Parameters', parameterType), ...inSection('Outputs', outputType), ...asWhole('conditions', 'Conditions', old.Conditions, young.Conditions), ...asWhole('mappings', 'Mappings', old.Mappings, young.Mappings),
  ];
}

/** CDK's diff reads policies as it goes, and fails where one is missing that has to be there. */
export class UnreadableTemplate extends Error {}

/** @throws UnreadableTemplate */
function diffOf({ id }: ReviewedStack, before: Template, after: Template): ReturnType<typeof fullDiff> {
  try {
    return fullDiff(withoutMetadata(before), withoutMetadata(after));
  } catch (thrown) {
    throw new UnreadableTemplate(`${id} must be a template that CDK's diff can read, and a policy in it has no statements or is missing (${thrown instanceof Error ? thrown.message : String(thrown)}): synthesize again`);
  }
}

/** What is said of a stack beside its template. */
const factsOf = ({ account, region, axis, terminationProtection, acknowledged, template }: ReviewedStack): Values =>
  ({ Account: account, Region: region, Axis: axis, TerminationProtection: terminationProtection, Acknowledged: acknowledged, Topology: fingerprintOf(template) });

const recordAt = (values: Values, name: string): Values | undefined => (isRecord(values[name]) ? values[name] : undefined);

function whole(stack: ReviewedStack, type: string, logicalId: string, before: Values | undefined, after: Values | undefined): readonly Change[] {
  const found = before === undefined || after === undefined ? [] : differences(before, after);
  if (before !== undefined && after !== undefined && found.length === 0) return [];
  const fate: Fate = before === undefined ? 'added' : after === undefined ? 'removed' : 'updated';
  const asResource = (values: Values | undefined): Resource | undefined => values && { Type: type, Properties: values };
  return [{ stack, logicalId, path: logicalId, type, fate, differences: found, replacedBecauseOf: [], before: asResource(before), after: asResource(after) }];
}

function resourceChange(stack: ReviewedStack, logicalId: string, difference: ResourceDifference, before: Resource | undefined, after: Resource | undefined): Change {
  const fate = fates[difference.changeImpact];
  const updates = Object.entries(difference.propertyUpdates);
  const replacing = updates.filter(([, { changeImpact }]) => changeImpact === ResourceImpact.WILL_REPLACE || changeImpact === ResourceImpact.MAY_REPLACE).map(([name]) => name);
  const type = (after ?? before)?.Type ?? '';
  return {
    stack, logicalId, path: pathOf(after) ?? stack.paths[logicalId] ?? pathOf(before) ?? logicalId, type, fate: before !== undefined && after !== undefined && before.Type !== after.Type ? 'replaced' : fate,
    differences: before === undefined || after === undefined ? [] : placesIn(before, after, updates.map(([name, update]) => ({ path: name, before: update.oldValue as unknown, after: update.newValue as unknown }))),
    replacedBecauseOf: replacing, before, after,
  };
}

/** CDK says of types without a specification, as custom resources are, that nothing changes; but it tells only of what differs. */
const fates: Readonly<Record<ResourceImpact, Fate>> = {
  WILL_CREATE: 'added', WILL_IMPORT: 'added', WILL_DESTROY: 'removed', WILL_ORPHAN: 'left-behind', WILL_REPLACE: 'replaced', MAY_REPLACE: 'perhaps-replaced', WILL_UPDATE: 'updated', NO_CHANGE: 'updated',
};

/** `updates`: properties as CDK names them, which are all there is to say where only something that they refer to is replaced. */
function placesIn(before: Resource, after: Resource, updates: readonly Difference[]): readonly Difference[] {
  const attributes = (resource: Resource): Values => Object.fromEntries(Object.entries(resource).filter(([name]) => name !== 'Properties' && name !== 'Metadata'));
  const own = [...differences(before.Properties ?? {}, after.Properties ?? {}), ...differences(attributes(before), attributes(after))];
  return [...own, ...updates.filter(({ path }) => !own.some((one) => one.path === path || one.path.startsWith(`${path}.`) || one.path.startsWith(`${path}[`)))];
}

function pathOf(resource: Resource | undefined): string | undefined {
  const path = resource?.Metadata?.['aws:cdk:path'];
  return typeof path === 'string' ? path : undefined;
}

/** The later template, written as the earlier one wherever both say the same to AWS. */
function alike(before: Template, after: Template): Template {
  return { ...after, Resources: Object.fromEntries(Object.entries(after.Resources).map(([id, resource]) => {
    const old = before.Resources[id];
    return [id, old === undefined ? resource : { ...settled({ ...old }, { ...resource }), Type: resource.Type, Properties: settled(old.Properties ?? {}, resource.Properties ?? {}) }];
  })) };
}

const settled = (before: Values, after: Values): Values =>
  Object.fromEntries(Object.entries(after).map(([name, value]) => [name, name in before && same(before[name], value, name) ? before[name] : value]));

function withoutMetadata({ Resources }: Template): { readonly Resources: Record<string, Values> } {
  return { Resources: Object.fromEntries(Object.entries(Resources).map(([id, resource]) => [id, Object.fromEntries(Object.entries(resource).filter(([name]) => name !== 'Metadata'))])) };
}
