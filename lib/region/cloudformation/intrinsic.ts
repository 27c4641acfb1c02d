import { invalid, isFields, list, text } from './arguments';
import { cidrBlocks } from './cidr';
import { splitOnce, SUBSTITUTION } from './references';

/** The result of `AWS::NoValue`: the property is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** What intrinsic functions may ask for while a template is evaluated. */
export interface Scope {
  /** A parameter, a pseudo parameter or a resource's physical id; `undefined` when there is no such name. */
  ref(name: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  mapping(map: string, top: string, second: string): unknown;
  exported(name: string): unknown;
  zones(region: string): readonly string[];
}

type Evaluate = (value: unknown) => unknown;

/**
 * The value of an expression in a template whose conditions are decided.
 *
 * @throws ServiceError `ValidationError` for an unknown function or name, in the service's words where it has some
 */
export function evaluate(value: unknown, scope: Scope): unknown {
  const within: Evaluate = (inner) => evaluate(inner, scope);
  if (Array.isArray(value)) return value.map(within).filter((item) => item !== NO_VALUE);
  if (!isFields(value)) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined && (only[0] === 'Ref' || only[0].startsWith('Fn::'))) return call(only[0], only[1], scope, within);
  return Object.fromEntries(entries.map(([key, inner]) => [key, within(inner)]).filter(([, inner]) => inner !== NO_VALUE));
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
function call(name: string, argument: unknown, scope: Scope, within: Evaluate): unknown {
  switch (name) {
    case 'Ref': return named(argument, scope);
    case 'Fn::GetAtt': return attribute(argument, scope, within);
    case 'Fn::Sub': return substitute(argument, scope, within);
    case 'Fn::Join': return join(argument, within);
    case 'Fn::Select': return select(argument, within);
    case 'Fn::Split': {
      const complaint = 'Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.';
      const [separator, source] = list(argument, 2, complaint);
      return typeof separator === 'string' && separator !== '' ? text(within(source)).split(separator) : invalid(complaint);
    }
    case 'Fn::Base64': return Buffer.from(text(within(argument))).toString('base64');
    case 'Fn::Cidr': {
      const complaint = 'Template error: every Fn::Cidr object requires two or three parameters, (1) an IP address block, (2) a count and (3) the bits of each block.';
      if (!Array.isArray(argument) || argument.length < 2 || argument.length > 3) return invalid(complaint);
      const [block, count, bits = 8] = argument.map(within);
      return cidrBlocks(text(block), Number(count), Number(bits));
    }
    case 'Fn::FindInMap': {
      const [map = '', top = '', second = ''] = list(argument, 3, 'Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value')
        .map((part) => text(within(part)));
      return scope.mapping(map, top, second);
    }
    case 'Fn::ImportValue': return scope.exported(text(within(argument)));
    case 'Fn::GetAZs': {
      const region = text(within(argument));
      return scope.zones(region === '' ? text(named('AWS::Region', scope)) : region);
    }
    default: return invalid(`Template error: the region does not know the intrinsic function ${name}`);
  }
}

function named(name: unknown, scope: Scope): unknown {
  if (name === 'AWS::NoValue') return NO_VALUE;
  return (typeof name === 'string' ? scope.ref(name) : undefined) ?? invalid(`Template format error: Unresolved resource dependencies [${String(name)}]`);
}

function attribute(argument: unknown, scope: Scope, within: Evaluate): unknown {
  const complaint = 'Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute';
  const [logicalId, name] = typeof argument === 'string' ? splitOnce(argument, '.') : list(argument, 2, complaint);
  if (typeof logicalId !== 'string' || logicalId === '' || name === '') return invalid(complaint);
  return scope.attribute(logicalId, text(within(name)));
}

function join(argument: unknown, within: Evaluate): string {
  const complaint = 'Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.';
  const [separator, parts] = list(argument, 2, complaint);
  const items = within(parts);
  return typeof separator === 'string' && Array.isArray(items) ? items.map(text).join(separator) : invalid(complaint);
}

function select(argument: unknown, within: Evaluate): unknown {
  const complaint = 'Template error: Fn::Select requires a list argument with two elements: an integer index and a list';
  const [index, items] = list(argument, 2, complaint).map(within);
  const at = typeof index === 'string' && /^\d+$/.test(index) ? Number(index) : index;
  if (!Number.isInteger(at) || !Array.isArray(items)) return invalid(complaint);
  return items[at as number] ?? invalid(`Template error: Fn::Select cannot select nonexistent value at index ${String(index)}`);
}

function substitute(argument: unknown, scope: Scope, within: Evaluate): string {
  const complaint = "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. "
    + 'Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string';
  const [pattern, own] = typeof argument === 'string' ? [argument, {}] : list(argument, 2, complaint);
  if (typeof pattern !== 'string' || !isFields(own)) return invalid(complaint);
  return pattern.replace(SUBSTITUTION, (whole, escaped: string, name: string) => {
    if (escaped === '!') return `\${${name}}`;
    if (Object.hasOwn(own, name)) return text(within(own[name]));
    if (!/^[A-Za-z0-9_.:]+$/.test(name)) return invalid('Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons');
    return text(name.includes('.') ? scope.attribute(...splitOnce(name, '.')) : named(name, scope));
  });
}
