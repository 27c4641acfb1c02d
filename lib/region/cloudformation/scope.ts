import { ServiceError } from '../service-error';
import { evaluate, type Scope } from './intrinsic';
import type { ParameterValues } from './parameters';
import type { Stack } from './stack';
import type { Template } from './template';

/** What a template may refer to outside itself. */
export interface Surroundings {
  readonly exported: (name: string) => string | undefined;
  readonly zones: (region: string) => readonly string[];
  readonly secret: (service: string, reference: string) => string;
}

/** The scope in which a stack's template is evaluated; resources are looked up as they are at that moment. */
export function scopeOf(stack: Stack, template: Template, parameters: ParameterValues, outside: Surroundings): Scope {
  const { region, account } = stack.place;
  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::Region': region, 'AWS::AccountId': account, 'AWS::Partition': 'aws', 'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name, 'AWS::StackId': stack.id, 'AWS::NotificationARNs': [],
  };
  const scope: Scope = {
    ref: (name) => pseudo[name] ?? parameters[name] ?? stack.resources.get(name)?.physicalId,
    attribute: (logicalId, name) => {
      const resource = stack.resources.get(logicalId);
      if (resource === undefined) throw new ServiceError('ValidationError', `Template error: instance of Fn::GetAtt references undefined resource ${logicalId}`);
      const value = attributeOf(resource.attributes, name);
      if (value === undefined) throw new ServiceError('ValidationError', `Requested attribute ${name} does not exist in schema for ${resource.type} (${logicalId})`);
      return value;
    },
    condition: (name) => {
      const expression = template.Conditions?.[name];
      if (expression === undefined) throw new ServiceError('ValidationError', `Template error: unresolved condition dependency ${name}`);
      return evaluate(expression, scope) === true;
    },
    mapping: (map, top, second) => {
      const value = template.Mappings?.[map]?.[top]?.[second];
      if (value === undefined) throw new ServiceError('ValidationError', `Template error: Unable to get mapping for ${map}::${top}::${second}`);
      return value;
    },
    exported: (name) => {
      const value = outside.exported(name);
      if (value === undefined) throw new ServiceError('ValidationError', `No export named ${name} found.`);
      return value;
    },
    zones: outside.zones,
    dynamic: outside.secret,
  };
  return scope;
}

/** Attributes have flat names with dots (`Endpoint.Address`) or are nested objects. */
function attributeOf(attributes: Readonly<Record<string, unknown>>, name: string): unknown {
  if (name in attributes) return attributes[name];
  return name.split('.').reduce<unknown>((value, part) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined), attributes);
}
