/** `$`, `$.a.b`, `$.a[0]`, `$$.Execution.Id`: the reference paths of the Amazon States Language. */
export function readPath(path: string, data: unknown, context: unknown): unknown {
  const fromContext = path.startsWith('$$');
  const steps = path.slice(fromContext ? 2 : 1).match(/[^.[\]]+/g) ?? [];
  return steps.reduce<unknown>((value, step) => {
    const name = step.replace(/^'|'$/g, '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  }, fromContext ? context : data);
}

/** Puts `value` where `path` points, making objects on the way. */
export function writePath(path: string, data: unknown, value: unknown): unknown {
  const [first, ...rest] = path.slice(1).match(/[^.[\]]+/g) ?? [];
  if (first === undefined) return value;
  const fields = typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
  const inner = rest.length === 0 ? value : writePath(`$.${rest.join('.')}`, fields[first], value);
  return { ...fields, [first]: inner };
}

/** A payload template: keys that end in `.$` hold paths. */
export function fillTemplate(template: unknown, data: unknown, context: unknown): unknown {
  if (Array.isArray(template)) return template.map((item) => fillTemplate(item, data, context));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([key, value]) => {
    if (!key.endsWith('.$')) return [key, fillTemplate(value, data, context)];
    const path = String(value);
    if (!path.startsWith('$')) throw new Error(`the region does not know the intrinsic function in ${key}: ${path}`);
    return [key.slice(0, -2), readPath(path, data, context)];
  }));
}
