import { ServiceError } from '../service-error';

/** The result of `AWS::NoValue`: the property is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** What intrinsic functions may ask for while a template is evaluated. */
export interface Scope {
  /** A parameter, a pseudo parameter or a resource's physical id; `undefined` when there is no such name. */
  ref(name: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  condition(name: string): boolean;
  mapping(map: string, top: string, second: string): unknown;
  exported(name: string): unknown;
  zones(region: string): readonly string[];
  /** A `{{resolve:service:reference}}` in a text. */
  dynamic(service: string, reference: string): string;
}

type Evaluate = (value: unknown) => unknown;

/**
 * The value of an expression in a template.
 *
 * @throws ServiceError `ValidationError` for an unknown function or name, as the service refuses the template
 */
export function evaluate(value: unknown, scope: Scope): unknown {
  const within: Evaluate = (inner) => evaluate(inner, scope);
  if (typeof value === 'string') return resolveDynamic(value, scope);
  if (Array.isArray(value)) return value.map(within).filter((item) => item !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined && (only[0] === 'Ref' || only[0] === 'Condition' || only[0].startsWith('Fn::'))) {
    // A property may be called Condition (in a policy statement); only a text under it names a condition of the template.
    if (only[0] !== 'Condition' || typeof only[1] === 'string') {
      const result = call(only[0], only[1], scope, within);
      // A dynamic reference is often joined together from parts.
      return typeof result === 'string' ? resolveDynamic(result, scope) : result;
    }
  }
  return Object.fromEntries(entries.map(([key, inner]) => [key, within(inner)]).filter(([, inner]) => inner !== NO_VALUE));
}

function call(name: string, argument: unknown, scope: Scope, within: Evaluate): unknown {
  switch (name) {
    case 'Ref': return named(String(argument), scope);
    case 'Condition': return scope.condition(String(argument));
    case 'Fn::GetAtt': return attribute(argument, scope, within);
    case 'Fn::Sub': return substitute(argument, scope, within);
    case 'Fn::Join': {
      const [separator, parts] = list(name, argument, 2);
      return (within(parts) as readonly unknown[]).map(text).join(String(separator));
    }
    case 'Fn::Select': {
      const [index, items] = list(name, argument, 2);
      const chosen = (within(items) as readonly unknown[])[Number(within(index))];
      return chosen ?? invalid(`Fn::Select cannot select nonexistent value at index ${String(within(index))}`);
    }
    case 'Fn::Split': {
      const [separator, source] = list(name, argument, 2);
      return text(within(source)).split(String(separator));
    }
    case 'Fn::If': {
      const [condition, whenTrue, whenFalse] = list(name, argument, 3);
      return within(scope.condition(String(condition)) ? whenTrue : whenFalse);
    }
    case 'Fn::Equals': {
      const [left, right] = list(name, argument, 2);
      return text(within(left)) === text(within(right));
    }
    case 'Fn::Not': return within(list(name, argument, 1)[0]) !== true;
    case 'Fn::And': return list(name, argument).every((part) => within(part) === true);
    case 'Fn::Or': return list(name, argument).some((part) => within(part) === true);
    case 'Fn::Contains': {
      const [items, item] = list(name, argument, 2);
      return (within(items) as readonly unknown[]).includes(within(item));
    }
    case 'Fn::Base64': return Buffer.from(text(within(argument))).toString('base64');
    case 'Fn::FindInMap': {
      const [map, top, second] = list(name, argument, 3).map((part) => String(within(part)));
      return scope.mapping(map ?? '', top ?? '', second ?? '');
    }
    case 'Fn::ImportValue': return scope.exported(text(within(argument)));
    case 'Fn::GetAZs': {
      const region = text(within(argument));
      return scope.zones(region === '' ? text(named('AWS::Region', scope)) : region);
    }
    default: return invalid(`Template error: the region does not know the intrinsic function ${name}`);
  }
}

function named(name: string, scope: Scope): unknown {
  if (name === 'AWS::NoValue') return NO_VALUE;
  return scope.ref(name) ?? invalid(`Template format error: Unresolved resource dependencies [${name}]`);
}

function attribute(argument: unknown, scope: Scope, within: Evaluate): unknown {
  const [logicalId, name] = typeof argument === 'string' ? splitOnce(argument, '.') : list('Fn::GetAtt', argument, 2);
  return scope.attribute(String(logicalId), text(within(name)));
}

function substitute(argument: unknown, scope: Scope, within: Evaluate): string {
  const [pattern, extra] = typeof argument === 'string' ? [argument, {}] : list('Fn::Sub', argument, 2);
  const own = extra as Record<string, unknown>;
  return String(pattern).replace(/\$\{(!?)([^}]+)\}/g, (whole, escaped: string, name: string) => {
    if (escaped === '!') return `\${${name}}`;
    if (name in own) return text(within(own[name]));
    return text(name.includes('.') ? scope.attribute(...splitOnce(name, '.')) : named(name, scope));
  });
}

function resolveDynamic(value: string, scope: Scope): string {
  return value.replace(/\{\{resolve:([^:}]+):([^}]+)\}\}/g, (_, service: string, reference: string) => scope.dynamic(service, reference));
}

function list(name: string, argument: unknown, length?: number): readonly unknown[] {
  if (!Array.isArray(argument) || (length !== undefined && argument.length !== length)) {
    return invalid(`Template error: ${name} takes a list${length === undefined ? '' : ` of ${length}`}, got ${JSON.stringify(argument)}`);
  }
  return argument;
}

const splitOnce = (whole: string, separator: string): [string, string] => {
  const at = whole.indexOf(separator);
  return [whole.slice(0, at), whole.slice(at + separator.length)];
};

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return invalid(`Template error: expected a text, got ${JSON.stringify(value)}`);
}

function invalid(message: string): never {
  throw new ServiceError('ValidationError', message);
}
