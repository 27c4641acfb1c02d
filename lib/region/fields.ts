import { ServiceError } from './service-error';

/** An object of which nothing is known yet: the properties of a resource, the input of an operation. */
export type Fields = Readonly<Record<string, unknown>>;

export const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {});
export const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);
export const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** CloudFormation hands a boolean over as it stands in the template: often as text. */
export const isTrue = (value: unknown): boolean => value === true || value === 'true';

/** @throws ServiceError `ValidationError` unless the value, often text in a template, is a whole number in its range */
export function wholeNumber(name: string, value: unknown, [low, high]: readonly [number, number], otherwise?: number): number {
  if (value === undefined && otherwise !== undefined) return otherwise;
  const number = value === undefined || value === '' || typeof value === 'boolean' ? NaN : Number(value);
  if (Number.isInteger(number) && number >= low && number <= high) return number;
  throw new ServiceError('ValidationError', `${name} must be a whole number from ${low} to ${high}, got ${JSON.stringify(value) ?? 'nothing'}`);
}

/** What the region makes of the fields of something. Whatever is in neither list would have to be ignored in silence. */
export interface ServedFields {
  readonly served: readonly string[];
  /** They change nothing that can be seen here; BEHAVIOUR.md of the service says why. */
  readonly withoutEffect?: readonly string[];
}

/** @throws ServiceError that names every field that asks for something the region does not do */
export function refuseOthers(what: string, fields: Fields, { served, withoutEffect = [] }: ServedFields, code = 'ValidationError'): void {
  const others = Object.keys(fields).filter((name) => fields[name] !== undefined && !served.includes(name) && !withoutEffect.includes(name));
  if (others.length > 0) throw new ServiceError(code, `the region does not serve ${others.map((name) => `${what}.${name}`).join(', ')}`);
}

/** @throws ServiceError when a field has a value whose behaviour the region does not have */
export function refuseUnless(what: string, value: unknown, allowed: readonly unknown[], code = 'ValidationError'): void {
  if (value === undefined || allowed.some((one) => String(one) === String(value))) return;
  throw new ServiceError(code, `the region serves ${what} only as ${allowed.map(String).join(' or ')}, got ${JSON.stringify(value)}`);
}
