import { invalid } from './arguments';
import type { Scope } from './intrinsic';
import type { ParameterValues } from './parameters';
import type { Stack } from './stack';
import { isCustom, type Template } from './template';

/** What a template may refer to outside itself. */
export interface Surroundings {
  readonly exported: (name: string) => string | undefined;
  readonly zones: (region: string) => readonly string[];
}

/** The scope in which a stack's template is evaluated; resources are looked up as they are at that moment. */
export function scopeOf(stack: Pick<Stack, 'name' | 'id' | 'place' | 'resources'>, template: Template, parameters: ParameterValues, outside: Surroundings): Scope {
  const { region, account } = stack.place;
  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::Region': region, 'AWS::AccountId': account, 'AWS::Partition': 'aws', 'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name, 'AWS::StackId': stack.id, 'AWS::NotificationARNs': [],
  };
  return {
    ref: (name) => pseudo[name] ?? (Object.hasOwn(parameters, name) ? parameters[name] : stack.resources.get(name)?.physicalId),
    attribute: (logicalId, name) => attributeOf(stack, logicalId, name),
    mapping: (map, top, second) => {
      const found = template.Mappings?.[map];
      if (found === undefined) return invalid(`Template error: Mapping named '${map}' is not present in the 'Mappings' section of template.`);
      return found[top]?.[second] ?? invalid(`Template error: Unable to get mapping for ${map}::${top}::${second}`);
    },
    exported: (name) => outside.exported(name) ?? invalid(`No export named ${name} found.`),
    zones: outside.zones,
  };
}

/** Attributes have flat names with dots (`Endpoint.Address`) or are nested objects; those of custom resources are flat. */
function attributeOf({ resources }: Pick<Stack, 'resources'>, logicalId: string, name: string): unknown {
  const resource = resources.get(logicalId);
  if (resource === undefined) return invalid(`Template error: instance of Fn::GetAtt references undefined resource ${logicalId}`);
  const { attributes, type } = resource;
  if (Object.hasOwn(attributes, name) && attributes[name] !== undefined) return attributes[name];
  if (isCustom(type)) return invalid(`CustomResource attribute error: Vendor response doesn't contain ${name} key in object`);
  const nested = name.split('.').reduce<unknown>((value, part) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined), attributes);
  return nested ?? invalid(`the region does not know the attribute ${name} of ${type} (${logicalId})`);
}
