import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType, Resource, SpecDatabase } from '@aws-cdk/service-spec-types';

/** What AWS's published resource specification says about one type. */
export interface TypeSpecification {
  /** What `Fn::GetAtt` gives, by name; a nested one has dots in it. */
  readonly attributes: ReadonlySet<string>;
  /** Properties and attributes that together name a resource. */
  readonly primaryIdentifier: readonly string[];
  /** What `Ref` gives: one of these, or several with bars between them. */
  readonly reference: readonly string[];
  readonly properties: Shapes;
  /** Properties that only a new resource can have with another value. */
  readonly createOnly: ReadonlySet<string>;
  /** Properties for which it depends on the values whether that is so. */
  readonly mayReplace: ReadonlySet<string>;
  /** The ARN of such a resource, with `${Variable}`s in it. */
  readonly arnTemplate: string | undefined;
}

export type Shapes = Readonly<Record<string, { readonly required: boolean; readonly shape: Shape }>>;

/** What a property may hold. */
export type Shape =
  | { readonly kind: 'scalar'; readonly of: 'String' | 'Number' | 'Integer' | 'Boolean' }
  | { readonly kind: 'anything' }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'map'; readonly of: Shape }
  /** Looked up when it is needed, because types may contain themselves. */
  | { readonly kind: 'fields'; readonly fields: () => Shapes }
  | { readonly kind: 'one-of'; readonly shapes: readonly Shape[] };

/** Properties that AWS has added since the specification was published; CDK's generated classes already know them. */
const ADDED: Readonly<Record<string, Shapes>> = {
  'AWS::RDS::DBProxyTargetGroup': { Tags: { required: false, shape: { kind: 'list', of: { kind: 'fields', fields: () => TAG } } } },
};

/** Types that CloudFormation has and publishes no specification of. */
const UNPUBLISHED: Readonly<Record<string, TypeSpecification>> = {
  // Tells AWS which constructs are used; every stack of CDK has it that does not opt out.
  'AWS::CDK::Metadata': {
    attributes: new Set(), primaryIdentifier: [], reference: [], createOnly: new Set(), mayReplace: new Set(), arnTemplate: undefined,
    properties: { Analytics: { required: false, shape: { kind: 'scalar', of: 'String' } } },
  },
};

/** Looks a CloudFormation type up; `undefined` when AWS has no such type. */
export type Specification = (type: string) => TypeSpecification | undefined;

/** Reads the specification that CDK itself is generated from: https://github.com/cdklabs/awscdk-service-spec. Takes about half a second. */
export function loadSpecification(): Specification {
  const database = loadAwsServiceSpecSync();
  const found = new Map<string, TypeSpecification | undefined>();
  return (type) => {
    if (!found.has(type)) {
      const [resource] = database.lookup('resource', 'cloudFormationType', 'equals', type);
      found.set(type, resource === undefined ? UNPUBLISHED[type] : read(resource, database));
    }
    return found.get(type);
  };
}

function read(resource: Resource, database: SpecDatabase): TypeSpecification {
  const replacedBy = (answer: 'yes' | 'maybe'): ReadonlySet<string> =>
    new Set(Object.entries(resource.properties).filter(([, property]) => property.causesReplacement === answer).map(([name]) => name));
  const primaryIdentifier = resource.primaryIdentifier ?? [];
  return {
    attributes: new Set(Object.keys(resource.attributes)),
    primaryIdentifier,
    reference: resource.cfnRefIdentifier ?? primaryIdentifier,
    properties: { ...shapesOf(resource.properties, database), ...ADDED[resource.cloudFormationType] },
    createOnly: replacedBy('yes'), mayReplace: replacedBy('maybe'),
    arnTemplate: resource.arnTemplate,
  };
}

function shapesOf(properties: Readonly<Record<string, Property>>, database: SpecDatabase): Shapes {
  return Object.fromEntries(Object.entries(properties).map(([name, { required, type, previousTypes = [] }]) => {
    const shapes = [type, ...previousTypes].map((one) => shapeOf(one, database));
    return [name, { required: required === true, shape: shapes.length === 1 && shapes[0] !== undefined ? shapes[0] : { kind: 'one-of' as const, shapes } }];
  }));
}

function shapeOf(type: PropertyType, database: SpecDatabase): Shape {
  switch (type.type) {
    case 'string': case 'date-time': return { kind: 'scalar', of: 'String' };
    case 'integer': return { kind: 'scalar', of: 'Integer' };
    case 'number': return { kind: 'scalar', of: 'Number' };
    case 'boolean': return { kind: 'scalar', of: 'Boolean' };
    case 'array': return { kind: 'list', of: shapeOf(type.element, database) };
    case 'map': return { kind: 'map', of: shapeOf(type.element, database) };
    case 'ref': return { kind: 'fields', fields: () => shapesOf(database.get('typeDefinition', type.reference.$ref).properties, database) };
    case 'tag': return { kind: 'fields', fields: () => TAG };
    case 'union': return { kind: 'one-of', shapes: type.types.map((one) => shapeOf(one, database)) };
    case 'json': case 'null': return { kind: 'anything' };
  }
}

const TAG: Shapes = { Key: { required: true, shape: { kind: 'scalar', of: 'String' } }, Value: { required: true, shape: { kind: 'scalar', of: 'String' } } };
