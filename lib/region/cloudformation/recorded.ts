import type { Identifiers } from '../identifiers';
import type { Place } from '../place';
import type { ResourceProvider, ResourceRequest } from './provider';
import { RECORDED, type Facts } from './recorded-types';
import type { TypeSpecification } from './specification';

/**
 * Keeps a resource as a record: it has a name and the attributes that are known of its type, and does nothing.
 *
 * A type without an entry of its own has what follows from AWS's specification: properties that are attributes too, the parts of its
 * identifier, and its ARN where AWS has published how one is made. Any other attribute is refused when somebody asks for it.
 */
export function recorder(specification: TypeSpecification, ids: Identifiers): ResourceProvider {
  return {
    async create(request) {
      const name = nameOf(request, specification, ids);
      const own = RECORDED[request.type]?.({ name, properties: request.properties, place: request.place, ids });
      const facts = { ...published(name, request, specification), ...own?.attributes };
      return { physicalId: own?.ref ?? reference(name, request, specification, facts), attributes: { ...facts, ...repeated(request, specification) } };
    },
    update: async (request, existing) => ({ physicalId: existing.physicalId, attributes: { ...existing.attributes, ...repeated(request, specification) } }),
    delete: async () => undefined,
  };
}

/** Properties that can be asked for as attributes. */
function repeated({ properties }: ResourceRequest, { attributes }: TypeSpecification): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => attributes.has(name)));
}

/** The name that the template gives, or one as CloudFormation makes it up. */
function nameOf({ stackName, logicalId, properties, type }: ResourceRequest, { primaryIdentifier }: TypeSpecification, ids: Identifiers): string {
  const given = primaryIdentifier.map((name) => properties[name]).find((value) => typeof value === 'string');
  if (typeof given === 'string') return given;
  const name = `${stackName}-${logicalId}`.slice(0, 50);
  return type === 'AWS::S3::Bucket' ? `${name.toLowerCase()}-${ids.lower(12)}` : `${name}-${ids.upper(12)}`;
}

/** What `Ref` gives by the specification: the parts of the identifier, each as a property, a known attribute, or the name. */
function reference(name: string, { properties }: ResourceRequest, specification: TypeSpecification, facts: Facts['attributes']): string {
  const parts = specification.reference.map((part) => {
    const value = properties[part] ?? facts[part];
    return typeof value === 'string' ? value : name;
  });
  return parts.length > 0 ? parts.join('|') : name;
}

/** What the specification alone makes known of a resource by its name. */
function published(name: string, { place }: ResourceRequest, { arnTemplate, attributes, primaryIdentifier }: TypeSpecification): Facts['attributes'] {
  const arn = arnTemplate === undefined ? undefined : arnFrom(arnTemplate, name, place);
  const arnName = ['Arn', 'ARN', ...primaryIdentifier].find((attribute) => attributes.has(attribute) && /arn$/i.test(attribute));
  return {
    ...(primaryIdentifier.length === 1 && primaryIdentifier[0] !== undefined && !/arn$/i.test(primaryIdentifier[0]) ? { [primaryIdentifier[0]]: name } : {}),
    ...(arn !== undefined && arnName !== undefined ? { [arnName]: arn } : {}),
  };
}

/** An ARN whose one variable of its own is the resource's name; `undefined` when there are more. */
function arnFrom(template: string, name: string, { account, region }: Place): string | undefined {
  const filled = template.replace('${Partition}', 'aws').replace('${Region}', region).replace('${Account}', account);
  const [own, ...more] = filled.match(/\$\{[^}]+\}/g) ?? [];
  return own === undefined || more.length > 0 ? undefined : filled.replace(own, /WithoutLeadingSlash/.test(own) ? name.replace(/^\//, '') : name);
}

