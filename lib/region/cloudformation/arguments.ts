import { ServiceError } from '../service-error';

/** How the service refuses a template. */
export function invalid(message: string): never {
  throw new ServiceError('ValidationError', message);
}

/** The arguments of a function that takes exactly so many. */
export function list(argument: unknown, length: number, complaint: string): readonly unknown[] {
  return Array.isArray(argument) && argument.length === length ? argument : invalid(complaint);
}

/** A value that stands where a text is wanted: numbers and booleans are spelled out, as the service does. */
export function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return invalid(`Template error: expected a text, got ${value === undefined ? 'nothing' : JSON.stringify(value) ?? String(value)}`);
}

export const isFields = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
