import { invalid } from './arguments';
import { constraintBroken } from './parameter-constraints';
import { parameterType, type ParameterType } from './parameter-type';
import type { ParameterDefinition, Template } from './template';

/** A parameter of a list type is a list already. */
export type ParameterValues = Readonly<Record<string, string | readonly string[]>>;

export interface Parameters {
  /** What `Ref` gives. */
  readonly values: ParameterValues;
  /** What was given, or is the default: of a parameter of an SSM type the name, not the value. The next update starts from these. */
  readonly given: Readonly<Record<string, string>>;
}

export interface StoredParameter {
  readonly type: string;
  readonly value: string;
}

/**
 * The value of every parameter of a template.
 *
 * One that is not given keeps what it was given before, even when its default has changed since: `cdk deploy` asks for that unless it is
 * told not to (`--no-previous-parameters`). A parameter of an SSM type is read from the parameter store now, at create and at every update.
 *
 * @throws ServiceError `ValidationError`
 */
export function parameterValues(
  { Parameters: definitions = {} }: Template, given: Readonly<Record<string, string>>, previous: Readonly<Record<string, string>>,
  read: (name: string) => StoredParameter | undefined,
): Parameters {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(definitions, name));
  if (unknown.length > 0) return invalid(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  const chosen = Object.entries(definitions).map(([name, definition]) => ({
    name, definition, type: parameterType(definition.Type), text: given[name] ?? previous[name] ?? (definition.Default === undefined ? undefined : String(definition.Default)),
  }));
  const missing = chosen.filter(({ text }) => text === undefined).map(({ name }) => name);
  if (missing.length > 0) return invalid(`Parameters: [${missing.join(', ')}] must have values`);
  const unreadable = chosen.filter(({ type, text = '' }) => type.stored && read(text) === undefined).map(({ text }) => text);
  if (unreadable.length > 0) return invalid(`Unable to fetch parameters [${unreadable.join(',')}] from parameter store for this account.`);
  return {
    values: Object.fromEntries(chosen.map(({ name, definition, type, text = '' }) => [name, valueOf(name, text, type, definition, read)])),
    given: Object.fromEntries(chosen.map(({ name, text = '' }) => [name, text])),
  };
}

/** Parameters as the service shows them: one with `NoEcho` as stars. */
export function shownParameters({ Parameters: definitions = {} }: Template, given: Parameters['given']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(given).map(([name, text]) => [name, isHidden(definitions[name]) ? '****' : text]));
}

const isHidden = (definition: ParameterDefinition | undefined): boolean => String(definition?.NoEcho) === 'true';

function valueOf(name: string, given: string, type: ParameterType, definition: ParameterDefinition, read: (name: string) => StoredParameter | undefined): string | readonly string[] {
  const broken = constraintBroken(name, given, type, definition);
  if (broken !== undefined) return invalid(broken);
  const text = type.stored ? storedText(given, type, read(given)) : given;
  return type.list ? text.split(',').map((item) => item.trim()) : text;
}

function storedText(name: string, { list }: ParameterType, stored: StoredParameter | undefined): string {
  if (stored === undefined || stored.type === 'SecureString') return invalid(`Parameters [${name}] referenced by template have types not supported by CloudFormation.`);
  if ((stored.type === 'StringList') !== list) return invalid(`Parameter ${name} is a ${stored.type} in the parameter store, and its type in the template is ${list ? 'a list' : 'a single value'}`);
  return stored.value;
}
