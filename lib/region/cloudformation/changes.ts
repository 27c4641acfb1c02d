import { isDeepStrictEqual } from 'node:util';
import { mentions, type Mention } from './references';
import type { StackResource } from './stack';
import type { ResourceDefinition } from './template';
import type { Work } from './work';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html */
export interface ResourceChange {
  readonly logicalId: string;
  readonly physicalId: string | undefined;
  readonly type: string;
  readonly action: 'Add' | 'Modify' | 'Remove';
  /** Of a modification only. */
  readonly replacement: 'True' | 'False' | 'Conditional' | undefined;
  /** What becomes of a resource that is removed or replaced. */
  readonly policyAction: 'Delete' | 'Retain' | 'Snapshot' | 'ReplaceAndDelete' | 'ReplaceAndRetain' | 'ReplaceAndSnapshot' | undefined;
  readonly details: readonly ChangeDetail[];
  readonly before: Definition | undefined;
  readonly after: Definition | undefined;
}

export interface Definition {
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChangeDetail.html */
export interface ChangeDetail {
  readonly attribute: 'Properties' | 'Tags' | 'Metadata' | 'DeletionPolicy' | 'UpdateReplacePolicy';
  /** Of a property. */
  readonly name: string | undefined;
  readonly recreation: 'Always' | 'Conditionally' | 'Never';
  /** `Dynamic`: what the value will be is known only when it is done. */
  readonly evaluation: 'Static' | 'Dynamic';
  readonly source: 'DirectModification' | 'ParameterReference' | 'ResourceReference' | 'ResourceAttribute';
  readonly cause: string | undefined;
  readonly before: unknown;
  readonly after: unknown;
}

/** What stands for a value that nobody knows yet. */
export const LATER = '{{changeSet:KNOWN_AFTER_APPLY}}';

/**
 * What an operation would do to each resource, without doing it.
 *
 * A property that refers to what is made or replaced, or to an attribute of what is changed, may get another value: that is a dynamic
 * change, also when the value stays the same in the end and nothing is done then. So it is on AWS.
 */
export function changesOf(work: Work): readonly ResourceChange[] {
  const { stack, target } = work;
  const known = new Map<string, ResourceChange | undefined>();
  const changeOf = (logicalId: string): ResourceChange | undefined => {
    if (known.has(logicalId)) return known.get(logicalId);
    const definition = target.resources[logicalId];
    const existing = stack.resources.get(logicalId);
    const made = definition === undefined ? undefined : existing === undefined ? addition(work, logicalId, definition, changeOf) : modification(work, existing, definition, changeOf);
    known.set(logicalId, made);
    return made;
  };
  const removed = [...stack.resources.values()].filter(({ logicalId }) => !Object.hasOwn(target.resources, logicalId)).map(removal);
  return [...Object.keys(target.resources).flatMap((logicalId) => changeOf(logicalId) ?? []), ...removed].sort((one, other) => (one.logicalId < other.logicalId ? -1 : 1));
}

type ChangeOf = (logicalId: string) => ResourceChange | undefined;

function addition(work: Work, logicalId: string, { Type, Properties = {} }: ResourceDefinition, changeOf: ChangeOf): ResourceChange {
  const after = Object.fromEntries(Object.entries(Properties).map(([name, expression]) => [name, valueOf(work, expression, changeOf)]));
  return { logicalId, physicalId: undefined, type: Type, action: 'Add', replacement: undefined, policyAction: undefined, details: [], before: undefined, after: { Properties: after } };
}

const removal = ({ logicalId, physicalId, type, deletionPolicy, declared }: StackResource): ResourceChange => ({
  logicalId, physicalId, type, action: 'Remove', replacement: undefined, details: [], before: { Properties: declared }, after: undefined,
  policyAction: deletionPolicy === 'Retain' || deletionPolicy === 'RetainExceptOnCreate' ? 'Retain' : deletionPolicy === 'Snapshot' ? 'Snapshot' : 'Delete',
});

function modification(work: Work, existing: StackResource, definition: ResourceDefinition, changeOf: ChangeOf): ResourceChange | undefined {
  const { logicalId, physicalId, type, declared } = existing;
  const { Properties = {}, UpdateReplacePolicy: kept } = definition;
  const details = [...propertyDetails(work, existing, definition, changeOf), ...attributeDetails(work, existing, definition)];
  if (details.length === 0) return undefined;
  const replacement = worst(details);
  const after = Object.fromEntries(Object.keys(Properties).map((name) => [name, valueOf(work, Properties[name], changeOf)]));
  const policyAction = replacement === 'False' ? undefined : kept === 'Retain' ? 'ReplaceAndRetain' as const : kept === 'Snapshot' ? 'ReplaceAndSnapshot' as const : 'ReplaceAndDelete' as const;
  return { logicalId, physicalId, type, action: 'Modify', replacement, policyAction: replacement === 'True' ? policyAction : undefined, details, before: { Properties: declared }, after: { Properties: after } };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceTargetDefinition.html: what is certain is stronger than what depends. */
function worst(details: readonly ChangeDetail[]): 'True' | 'False' | 'Conditional' {
  if (details.some(({ recreation, evaluation }) => recreation === 'Always' && evaluation === 'Static')) return 'True';
  return details.some(({ recreation }) => recreation !== 'Never') ? 'Conditional' : 'False';
}

function propertyDetails(work: Work, existing: StackResource, { Type, Properties = {} }: ResourceDefinition, changeOf: ChangeOf): readonly ChangeDetail[] {
  const { stack, specification } = work;
  const { createOnly, mayReplace } = specification(Type) ?? { createOnly: new Set<string>(), mayReplace: new Set<string>() };
  const written = stack.settled.resources[existing.logicalId]?.Properties ?? {};
  return [...new Set([...Object.keys(existing.declared), ...Object.keys(Properties)])].flatMap((name): readonly ChangeDetail[] => {
    const isTags = name === 'Tags';
    const about = {
      attribute: isTags ? 'Tags' as const : 'Properties' as const, name: isTags ? undefined : name, before: existing.declared[name],
      recreation: createOnly.has(name) ? 'Always' as const : mayReplace.has(name) ? 'Conditionally' as const : 'Never' as const,
    };
    const open = unknownIn(Properties[name], changeOf);
    const dynamic = open.map(({ name: cause, attribute }): ChangeDetail => ({
      ...about, after: LATER, evaluation: 'Dynamic', source: attribute === undefined ? 'ResourceReference' : 'ResourceAttribute', cause: attribute === undefined ? cause : `${cause}.${attribute}`,
    }));
    const isRewritten = !isDeepStrictEqual(written[name], Properties[name]);
    const after = valueOf(work, Properties[name], changeOf);
    if (open.length > 0) return isRewritten ? [{ ...about, after, evaluation: 'Dynamic', source: 'DirectModification', cause: undefined }, ...dynamic] : dynamic;
    if (isDeepStrictEqual(existing.declared[name], after)) return [];
    const cause = isRewritten ? undefined : mentions(Properties[name])[0]?.name;
    return [{ ...about, after, evaluation: 'Static', source: cause === undefined ? 'DirectModification' : 'ParameterReference', cause }];
  });
}

function attributeDetails({ stack, evaluate }: Work, existing: StackResource, definition: ResourceDefinition): readonly ChangeDetail[] {
  const before = stack.settled.resources[existing.logicalId];
  const pairs = [
    ['Metadata', existing.metadata, tried(() => evaluate(definition.Metadata ?? {}))],
    ['DeletionPolicy', existing.deletionPolicy, definition.DeletionPolicy], ['UpdateReplacePolicy', before?.UpdateReplacePolicy, definition.UpdateReplacePolicy],
  ] as const;
  return pairs.filter(([, old, now]) => !isDeepStrictEqual(old, now))
    .map(([attribute, old, now]) => ({ attribute, name: undefined, recreation: 'Never', evaluation: 'Static', source: 'DirectModification', cause: undefined, before: old, after: now }));
}

/** What an expression names whose value is not known before the operation. */
function unknownIn(expression: unknown, changeOf: ChangeOf): readonly Mention[] {
  const open = mentions(expression).filter(({ name, by, attribute }) => {
    const change = changeOf(name);
    if (change === undefined || change.action === 'Remove') return false;
    const isReference = by === 'Ref' || (by === 'Fn::Sub' && attribute === undefined);
    // Policies and metadata are the stack's own: no attribute follows from them.
    const isTouched = change.details.some(({ attribute: touched }) => touched === 'Properties' || touched === 'Tags');
    return change.action === 'Add' || (isReference ? change.replacement !== 'False' : isTouched);
  });
  return open.filter((one, at) => open.findIndex((other) => other.name === one.name && other.attribute === one.attribute) === at);
}

const valueOf = ({ evaluate }: Work, expression: unknown, changeOf: ChangeOf): unknown =>
  (expression === undefined ? undefined : unknownIn(expression, changeOf).length > 0 ? LATER : tried(() => evaluate(expression)));

/** A value that cannot be had fails when the change is made, with its reason; until then it is not known. */
function tried(evaluate: () => unknown): unknown {
  try {
    return evaluate();
  } catch {
    return LATER;
  }
}
