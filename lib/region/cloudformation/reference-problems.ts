import { dependsOn } from './dependencies';
import { mentions, type Mention } from './references';
import type { Settled } from './settle';
import type { Specification } from './specification';
import { isCustom, type Template } from './template';

/** Names in a template that stand for nothing, in the service's words. All branches of conditions are looked at. */
export function unresolvedIn({ Parameters = {}, Conditions = {}, Resources, Outputs = {} }: Template): readonly string[] {
  const resources = new Set(Object.keys(Resources));
  const known = new Set([...resources, ...Object.keys(Parameters)]);
  const asked = Object.values(Resources).flatMap(({ Properties, Metadata }) => mentions([Properties, Metadata]));
  const waited = Object.values(Resources).flatMap((resource) => dependsOn(resource).filter((name) => !resources.has(name)));
  const shown = mentions(Outputs);
  return [
    ...undefinedResources([...asked, ...shown], resources),
    ...unresolved([...plain(asked).filter((name) => !known.has(name)), ...waited], 'in the Resources block of the template'),
    ...unresolved(plain(shown).filter((name) => !known.has(name)), 'in the Outputs block of the template'),
    ...outOfPlace(mentions(Conditions).map(({ name }) => name).filter((name) => !Object.hasOwn(Parameters, name))),
  ];
}

/** What is asked of resources that a condition has switched off, and attributes that resources of their type do not have. */
export function unanswerableIn({ resources, outputs }: Settled, parameters: readonly string[], specification: Specification): readonly string[] {
  const known = new Set([...Object.keys(resources), ...parameters]);
  const asked = Object.values(resources).flatMap(({ Properties, Metadata }) => mentions([Properties, Metadata]));
  const gone = (found: readonly Mention[]): readonly string[] => found.map(({ name }) => name).filter((name) => !known.has(name));
  const attributes = [...asked, ...mentions(Object.values(outputs))].flatMap(({ name, attribute }) => {
    const type = resources[name]?.Type;
    return type === undefined || attribute === undefined || has(type, attribute, specification) ? [] : [`Template error: resource ${name} does not support attribute type ${attribute} in Fn::GetAtt`];
  });
  return [
    ...unresolved(gone(asked), 'in the Resources block of the template'),
    ...unresolved(gone(mentions(Object.values(outputs))), 'in the Outputs block of the template'),
    ...new Set(attributes),
  ];
}

const plain = (found: readonly Mention[]): readonly string[] => found.filter(({ by }) => by !== 'Fn::GetAtt').map(({ name }) => name);

const undefinedResources = (found: readonly Mention[], resources: ReadonlySet<string>): readonly string[] =>
  [...new Set(found.filter(({ by, name }) => by === 'Fn::GetAtt' && !resources.has(name)).map(({ name }) => `Template error: instance of Fn::GetAtt references undefined resource ${name}`))];

const unresolved = (names: readonly string[], where: string): readonly string[] =>
  (names.length === 0 ? [] : [`Template format error: Unresolved resource dependencies [${[...new Set(names)].join(', ')}] ${where}`]);

const outOfPlace = (names: readonly string[]): readonly string[] =>
  (names.length === 0 ? [] : [`Template format error: Unresolved dependencies [${[...new Set(names)].join(', ')}]. Cannot reference resources in the Conditions block of the template`]);

/** An attribute may also be asked for in part, such as `Endpoint` of a type that has `Endpoint.Address`. */
function has(type: string, attribute: string, specification: Specification): boolean {
  if (isCustom(type)) return true;
  const attributes = specification(type)?.attributes;
  return attributes === undefined || attributes.has(attribute) || [...attributes].some((known) => attribute.startsWith(`${known}.`));
}
