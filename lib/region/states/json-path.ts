import { StateFailure } from './state-failure';

/** `$`, `$.a.b`, `$.a[0]`, `$['a b']`, `$$.Execution.Id`: paths that lead to one value. Others of JSONPath are refused. */
const PATH = /^\$\$?(?:\.[\p{L}_][\p{L}\p{N}_-]*|\[\d+\]|\['[^'\]]+'\])*$/u;
const STEP = /\.([\p{L}_][\p{L}\p{N}_-]*)|\[(\d+)\]|\['([^'\]]+)'\]/gu;

export const isPath = (text: unknown): text is string => typeof text === 'string' && PATH.test(text);

/** A path to which a result can be written: names alone, and not in the context. */
export const isResultPath = (text: unknown): text is string => isPath(text) && !text.startsWith('$$') && stepsOf(text).every((step) => typeof step === 'string');

/** What a path leads to; `undefined` when it leads nowhere. */
export function find(path: string, data: unknown, context: unknown): unknown {
  return stepsOf(path).reduce<unknown>((value, step) => {
    if (typeof step === 'number') return Array.isArray(value) ? value[step] as unknown : undefined;
    return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, step) ? (value as Record<string, unknown>)[step] : undefined;
  }, path.startsWith('$$') ? context : data);
}

/** @throws StateFailure of the given name for a path that leads nowhere */
export function read(path: string, data: unknown, context: unknown, error = 'States.Runtime'): unknown {
  const found = find(path, data, context);
  if (found === undefined) throw new StateFailure(error, `Invalid path '${path}': it could not be found in the input '${JSON.stringify(path.startsWith('$$') ? context : data)}'`);
  return found;
}

/** Puts `value` where `path` points, making objects on the way. @throws StateFailure when something else is in the way */
export function write(path: string, data: unknown, value: unknown): unknown {
  return put(stepsOf(path).map(String), data, value);
}

function put([first, ...rest]: readonly string[], data: unknown, value: unknown): unknown {
  if (first === undefined) return value;
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw new StateFailure('States.ResultPathMatchFailure', `Unable to apply step "${first}" to input ${JSON.stringify(data)}`);
  }
  const inner = rest.length === 0 ? value : put(rest, Object.hasOwn(data, first) ? (data as Record<string, unknown>)[first] : {}, value);
  return { ...data, [first]: inner };
}

function stepsOf(path: string): readonly (string | number)[] {
  return [...path.matchAll(STEP)].map(([, name, index, quoted]) => (index === undefined ? name ?? quoted ?? '' : Number(index)));
}
