import { ServiceError } from '../service-error';
import type { Template } from './template';

const SSM = /^AWS::SSM::Parameter::Value<(.+)>$/;
const PLAIN = /^(String|Number|CommaDelimitedList|List<Number>|List<String>|AWS::EC2::[A-Za-z:]+|List<AWS::EC2::[A-Za-z:]+>)$/;

const LIST = /(^|<)(CommaDelimitedList|List<.+>)/;

/** A parameter of a list type is a list already. */
export type ParameterValues = Readonly<Record<string, string | readonly string[]>>;

/**
 * The value of every parameter of a template.
 *
 * A parameter of an SSM type is read from the parameter store now, at create and at every update, as the service does.
 */
export function parameterValues(
  template: Template, given: Readonly<Record<string, string>>, read: (name: string) => string | undefined,
): ParameterValues {
  const definitions = template.Parameters ?? {};
  const unknown = Object.keys(given).filter((name) => definitions[name] === undefined);
  if (unknown.length > 0) throw new ServiceError('ValidationError', `Parameters: [${unknown.join(', ')}] do not exist in the template`);
  const missing = Object.keys(definitions).filter((name) => given[name] === undefined && definitions[name]?.Default === undefined);
  if (missing.length > 0) throw new ServiceError('ValidationError', `Parameters: [${missing.join(', ')}] must have values`);

  return Object.fromEntries(Object.entries(definitions).map(([name, definition]) => {
    const value = given[name] ?? String(definition.Default);
    if (SSM.test(definition.Type)) {
      const stored = read(value);
      if (stored === undefined) throw new ServiceError('ValidationError', `Unable to fetch parameters [${value}] from parameter store for this account.`);
      return [name, LIST.test(definition.Type) ? stored.split(',') : stored];
    }
    if (!PLAIN.test(definition.Type)) throw new ServiceError('ValidationError', `Template format error: Unrecognized parameter type: ${definition.Type}`);
    if (definition.AllowedValues !== undefined && !definition.AllowedValues.map(String).includes(value)) {
      throw new ServiceError('ValidationError', `Parameter '${name}' must be one of AllowedValues`);
    }
    return [name, LIST.test(definition.Type) ? value.split(',').map((item) => item.trim()) : value];
  }));
}
