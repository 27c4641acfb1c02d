import { isPath, read } from './json-path';

/** A payload template, filled: keys that end in `.$` hold paths. @throws StateFailure `States.ParameterPathFailure` */
export function fill(template: unknown, data: unknown, context: unknown): unknown {
  if (Array.isArray(template)) return template.map((item) => fill(item, data, context));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([key, value]) => (key.endsWith('.$')
    ? [key.slice(0, -2), read(String(value), data, context, 'States.ParameterPathFailure')] : [key, fill(value, data, context)])));
}

/** What of a payload template the region could not fill. */
export function templateProblems(template: unknown, where: string): readonly string[] {
  if (Array.isArray(template)) return template.flatMap((item, index) => templateProblems(item, `${where}[${index}]`));
  if (typeof template !== 'object' || template === null) return [];
  return Object.entries(template).flatMap(([key, value]) => {
    if (!key.endsWith('.$')) return templateProblems(value, `${where}.${key}`);
    if (isPath(value)) return [];
    const intrinsic = /^States\.\w+/.exec(String(value))?.[0];
    return [intrinsic === undefined ? `the path ${JSON.stringify(value)} in ${where}.${key}` : `the intrinsic function ${intrinsic} in ${where}.${key}`];
  });
}
