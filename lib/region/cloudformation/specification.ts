import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';

/** What AWS's published resource specification says about one type. */
export interface TypeSpecification {
  readonly attributes: readonly string[];
  readonly primaryIdentifier: readonly string[];
  readonly properties: ReadonlySet<string>;
  /** Properties that only a new resource can have with another value. */
  readonly createOnly: ReadonlySet<string>;
}

/** Looks a CloudFormation type up; `undefined` when AWS has no such type. */
export type Specification = (type: string) => TypeSpecification | undefined;

/** Reads the specification that CDK itself is generated from: https://github.com/cdklabs/awscdk-service-spec. Takes about half a second. */
export function loadSpecification(): Specification {
  const database = loadAwsServiceSpecSync();
  const found = new Map<string, TypeSpecification | undefined>();
  const look = (type: string): TypeSpecification | undefined => {
    const [resource] = database.lookup('resource', 'cloudFormationType', 'equals', type);
    if (resource === undefined) return undefined;
    const properties = Object.entries(resource.properties);
    return {
      attributes: Object.keys(resource.attributes),
      primaryIdentifier: resource.primaryIdentifier ?? [],
      properties: new Set(properties.map(([name]) => name)),
      createOnly: new Set(properties.filter(([, property]) => property.causesReplacement === 'yes').map(([name]) => name)),
    };
  };
  return (type) => {
    if (!found.has(type)) found.set(type, look(type));
    return found.get(type);
  };
}
