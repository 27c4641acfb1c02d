import { ServiceError } from '../service-error';

/** A value as DynamoDB writes it: one key that names its type. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html */
export type AttributeValue = Readonly<Record<string, unknown>>;
export type Item = Readonly<Record<string, AttributeValue>>;

export const invalid = (message: string): never => {
  throw new ServiceError('ValidationException', message);
};

const TYPES = ['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS'];

/** @throws ServiceError `ValidationException` for an item with something in it that is no value */
export function readItem(given: unknown): Item {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return invalid('The parameter must be a map of attribute values');
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, readValue(value)]));
}

export function readValue(given: unknown): AttributeValue {
  const [type, ...more] = Object.keys((given ?? {}) as object);
  if (type === undefined || more.length > 0) return invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  if (!TYPES.includes(type)) return invalid(`Supplied AttributeValue has the datatype ${type}, which is not supported`);
  const value = given as AttributeValue;
  if (type === 'N' && (typeof value['N'] !== 'string' || value['N'].trim() === '' || Number.isNaN(Number(value['N'])))) return invalid(`The parameter cannot be converted to a numeric value: ${String(value['N'])}`);
  return value;
}

export const typeOf = (value: AttributeValue): string => Object.keys(value)[0] ?? '';

/** Numbers are numbers, whatever they look like: `1` is `1.0`. */
export function isEqual(one: AttributeValue, other: AttributeValue): boolean {
  if (typeOf(one) !== typeOf(other)) return false;
  return typeOf(one) === 'N' ? Number(one['N']) === Number(other['N']) : JSON.stringify(one) === JSON.stringify(other);
}

/** Below zero, zero, above zero; nothing for what has no order, or not the same one. */
export function compare(one: AttributeValue, other: AttributeValue): number | undefined {
  const type = typeOf(one);
  if (type !== typeOf(other)) return undefined;
  if (type === 'N') return Number(one['N']) - Number(other['N']);
  if (type !== 'S' && type !== 'B') return undefined;
  const encoding = type === 'S' ? 'utf8' : 'base64';
  return Buffer.compare(Buffer.from(String(one[type]), encoding), Buffer.from(String(other[type]), encoding));
}
