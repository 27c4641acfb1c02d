import { isFields } from './arguments';
import type { Shape, Shapes, Specification } from './specification';
import { isCustom, type ResourceDefinition } from './template';

/**
 * What AWS's specification does not allow in the properties of resources, by its place in the template.
 *
 * Conditions are decided; an expression that is left stands for a value of the right kind.
 */
export function propertyProblems(resources: Readonly<Record<string, ResourceDefinition>>, specification: Specification): readonly string[] {
  return Object.entries(resources).flatMap(([logicalId, { Type, Properties = {} }]) => {
    const known = isCustom(Type) ? undefined : specification(Type);
    return known === undefined ? [] : fieldProblems(Properties, known.properties, `/Resources/${logicalId}/Properties`);
  });
}

function fieldProblems(fields: Readonly<Record<string, unknown>>, shapes: Shapes, path: string): readonly string[] {
  const missing = Object.entries(shapes).filter(([name, { required }]) => required && isLeftOut(fields[name]))
    .map(([name]) => `${path}: Property ${name} cannot be empty.`);
  const wrong = Object.entries(fields).flatMap(([name, value]) => {
    const known = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
    return known === undefined ? [`${path}: Encountered unsupported property ${name}`] : valueProblems(value, known.shape, `${path}/${name}`);
  });
  return [...missing, ...wrong];
}

function valueProblems(value: unknown, shape: Shape, path: string): readonly string[] {
  if (isExpression(value)) return [];
  switch (shape.kind) {
    case 'anything': return [];
    case 'scalar': return fits(value, shape.of) ? [] : [`${path}: Value of property ${nameOf(path)} must be of type ${shape.of}`];
    case 'list': return Array.isArray(value) ? value.flatMap((item, index) => valueProblems(item, shape.of, `${path}/${index}`)) : [`${path}: Value of property ${nameOf(path)} must be of type List`];
    case 'map': return isFields(value) ? Object.entries(value).flatMap(([key, inner]) => valueProblems(inner, shape.of, `${path}/${key}`)) : [`${path}: Value of property ${nameOf(path)} must be of type Map`];
    case 'fields': return isFields(value) ? fieldProblems(value, shape.fields(), path) : [`${path}: Value of property ${nameOf(path)} must be an object`];
    case 'one-of': {
      const tries = shape.shapes.map((one) => valueProblems(value, one, path));
      return tries.some((problems) => problems.length === 0) ? [] : tries[0] ?? [];
    }
  }
}

/** CloudFormation takes a number or a flag as a text, and a text that spells one. */
function fits(value: unknown, scalar: 'String' | 'Number' | 'Integer' | 'Boolean'): boolean {
  if (typeof value === 'string' && value.includes('{{resolve:')) return true;
  switch (scalar) {
    case 'String': return ['string', 'number', 'boolean'].includes(typeof value);
    case 'Boolean': return typeof value === 'boolean' || value === 'true' || value === 'false';
    case 'Integer': return typeof value === 'number' ? Number.isInteger(value) : typeof value === 'string' && /^[+-]?\d+$/.test(value);
    case 'Number': return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)));
  }
}

function isExpression(value: unknown): boolean {
  if (!isFields(value)) return false;
  const [only, ...rest] = Object.keys(value);
  return rest.length === 0 && only !== undefined && (only === 'Ref' || only.startsWith('Fn::'));
}

const isLeftOut = (value: unknown): boolean => value === undefined || (isFields(value) && value['Ref'] === 'AWS::NoValue');

const nameOf = (path: string): string => path.split('/').filter((part) => !/^\d+$/.test(part)).at(-1) ?? path;
