import { readable } from './readable';
import { isRecord } from './template';

/** Lists whose order says something; in every other list of a template AWS takes no notice of it. */
const ordered = /^(Command|EntryPoint|Fn::.*|States|Choices|Retry|Catch|widgets|metrics)$/;

/**
 * One text for everything that AWS takes for the same: keys and lists in any order, white space in JSON that is kept as text,
 * `"true"` and `true`, a text that is put together from parts or written whole.
 *
 * @param name of the property that has the value: in some lists the order says something
 */
export const canonical = (value: unknown, name = ''): string => text(readable(value), name);

function text(value: unknown, key: string): string {
  if (Array.isArray(value)) {
    const items = value.map((one) => text(one, ''));
    return `[${(ordered.test(key) ? items : items.sort()).join()}]`;
  }
  if (!isRecord(value)) return JSON.stringify(String(value));
  return `{${Object.entries(value).filter(([, one]) => one !== undefined).map(([name, one]) => `${JSON.stringify(name)}:${text(one, name)}`).sort().join()}}`;
}

export const same = (one: unknown, other: unknown, name?: string): boolean => one === other || canonical(one, name) === canonical(other, name);
