/** A template as the review reads it. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Metadata?: Values;
  readonly Parameters?: Values;
  readonly Outputs?: Values;
  readonly Conditions?: Values;
  readonly Mappings?: Values;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Values;
  readonly Metadata?: Values;
  readonly DependsOn?: unknown;
  readonly DeletionPolicy?: unknown;
  readonly UpdateReplacePolicy?: unknown;
}

export type Values = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands at a path such as `AlarmConfiguration.Enabled`; nothing where there is none. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((found, key) => (isRecord(found) ? found[key] : undefined), value);
}

/** A list as it is, one value as a list of it, and nothing as an empty list. */
export const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

/** A number, or a text that is one, as CloudFormation takes both; otherwise nothing. */
export function numberAt(value: unknown, path: string): number | undefined {
  const found = at(value, path);
  const read = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined;
}

/** Whether it says yes; CloudFormation takes the text `true` for it too. */
export const isTrue = (value: unknown): boolean => value === true || value === 'true';

/** The resources of a type, with their logical ids. */
export function ofType({ Resources }: Template, type: string): readonly (readonly [string, Resource])[] {
  return Object.entries(Resources).filter(([, resource]) => resource.Type === type);
}
