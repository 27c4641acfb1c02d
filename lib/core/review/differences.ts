import { canonical, same } from '../template/canonical';
import { readable, textOf } from '../template/readable';
import { isRecord } from '../template/template';

/** One place at which two values differ. */
export interface Difference {
  /** Such as `Environment.Variables.LANES`, or `LoadBalancerAttributes[deletion_protection.enabled].Value`. */
  readonly path: string;
  /** Nothing when it was not there. */
  readonly before: unknown;
  /** Nothing when it is gone. */
  readonly after: unknown;
}

/** Members by which somebody would tell the items of a list apart. */
const names = ['Key', 'Name', 'Id', 'Sid', 'ParameterName', 'Field'];

/** Every place at which two values of a template differ, as deep as it can be said; none where AWS takes them for the same. */
export function differences(before: unknown, after: unknown, path = ''): readonly Difference[] {
  if (before === after) return [];
  const [one, other] = [opened(before), opened(after)];
  if (Array.isArray(one) && Array.isArray(other)) return betweenLists(one, other, path);
  if (isRecord(one) && isRecord(other)) {
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    return keys.flatMap((key) => differences(one[key], other[key], path === '' ? key : `${path}.${key}`));
  }
  return same(one, other) ? [] : [{ path, before: readable(one), after: readable(other) }];
}

/** What a text says, when it is JSON or put together from parts; what is in a value is left as it is. */
const opened = (value: unknown): unknown => (typeof value === 'string' || textOf(value) !== undefined ? readable(value) : value);

function betweenLists(before: readonly unknown[], after: readonly unknown[], path: string): readonly Difference[] {
  const name = names.find((candidate) => [before, after].every((list) => areTold(list, candidate)));
  if (name !== undefined) {
    const told = (list: readonly unknown[]): Map<string, unknown> => new Map(list.map((one) => [nameOf(one, name) ?? '', one]));
    const [old, young] = [told(before), told(after)];
    return [...new Set([...old.keys(), ...young.keys()])].flatMap((key) => differences(old.get(key), young.get(key), `${path}[${key}]`));
  }
  const [gone, come] = [without(before, after), without(after, before)];
  // One item that became another: what is different about it says more than both of them do.
  if (gone.length === 1 && come.length === 1 && labelOf(gone[0]) === labelOf(come[0])) return differences(gone[0], come[0], `${path}[${labelOf(gone[0])}]`);
  const alone = (one: unknown): string => `${path}[${labelOf(one)}]`;
  if (gone.length > 0 || come.length > 0) return [...gone.map((one) => ({ path: alone(one), before: readable(one), after: undefined })), ...come.map((one) => ({ path: alone(one), before: undefined, after: readable(one) }))];
  return same(before, after, path.slice(path.lastIndexOf('.') + 1)) ? [] : [{ path, before: readable(before), after: readable(after) }];
}

/** What an item is called among others that may be called the same. */
const labelOf = (item: unknown): string => names.map((name) => nameOf(item, name)).find((one) => one !== undefined) ?? '';

const nameOf = (item: unknown, name: string): string | undefined => (isRecord(item) ? textOf(item[name]) : undefined);

function areTold(list: readonly unknown[], name: string): boolean {
  const told = list.map((one) => nameOf(one, name));
  return !told.includes(undefined) && new Set(told).size === told.length;
}

/** Those of one list that the other has not, however often it has them. */
function without(list: readonly unknown[], other: readonly unknown[]): readonly unknown[] {
  const rest = list.filter((one) => !other.includes(one));
  if (rest.length === 0 && list.length === new Set(list).size) return [];
  const left = other.map((one) => canonical(one));
  return list.filter((one) => {
    const found = left.indexOf(canonical(one));
    if (found >= 0) left.splice(found, 1);
    return found < 0;
  });
}
