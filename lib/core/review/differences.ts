import { canonical } from '../template/canonical';
import { readable } from '../template/readable';
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
export const differences = (before: unknown, after: unknown, path = ''): readonly Difference[] => between(readable(before), readable(after), path);

function between(before: unknown, after: unknown, path: string): readonly Difference[] {
  const name = path.slice(path.lastIndexOf('.') + 1);
  if (before === after || canonical(before, name) === canonical(after, name)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return betweenLists(before, after, path);
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => between(before[key], after[key], path === '' ? key : `${path}.${key}`));
  }
  return [{ path, before, after }];
}

function betweenLists(before: readonly unknown[], after: readonly unknown[], path: string): readonly Difference[] {
  const name = names.find((candidate) => [before, after].every((list) => areTold(list, candidate)));
  if (name !== undefined) {
    const told = (list: readonly unknown[]): Map<string, unknown> => new Map(list.map((one) => [String(isRecord(one) && one[name]), one]));
    const [old, young] = [told(before), told(after)];
    return [...new Set([...old.keys(), ...young.keys()])].flatMap((key) => between(old.get(key), young.get(key), `${path}[${key}]`));
  }
  const [gone, come] = [without(before, after), without(after, before)];
  // One item that became another: what is different about it says more than both of them do.
  if (gone.length === 1 && come.length === 1) return between(gone[0], come[0], `${path}[]`);
  if (gone.length === 0 && come.length === 0) return [{ path, before, after }];
  return [...gone.map((one) => ({ path: `${path}[]`, before: one, after: undefined })), ...come.map((one) => ({ path: `${path}[]`, before: undefined, after: one }))];
}

function areTold(list: readonly unknown[], name: string): boolean {
  const told = list.map((one) => (isRecord(one) && typeof one[name] === 'string' ? one[name] : undefined));
  return !told.includes(undefined) && new Set(told).size === told.length;
}

/** Those of one list that the other has not, however often it has them. */
function without(list: readonly unknown[], other: readonly unknown[]): readonly unknown[] {
  const left = other.map((one) => canonical(one));
  return list.filter((one) => {
    const found = left.indexOf(canonical(one));
    if (found >= 0) left.splice(found, 1);
    return found < 0;
  });
}
