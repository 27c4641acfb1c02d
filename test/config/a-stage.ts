import { production } from '../../lib/config/stages/production';

type Source = Readonly<Record<string, unknown>>;

/** The data of a stage that is right, with some of it changed: `changed('traffic.percent', 0)`. */
export function changed(path: string, value: unknown, source: Source = production): Source {
  const [key = '', ...rest] = path.split('.');
  return { ...source, [key]: rest.length === 0 ? value : changed(rest.join('.'), value, source[key] as Source) };
}

/** The same without a setting. */
export function without(path: string): Source {
  return JSON.parse(JSON.stringify(changed(path, undefined))) as Source;
}
