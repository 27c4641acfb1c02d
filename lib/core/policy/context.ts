/** What is known of a request beside who asks for what: condition keys and their values. Keys have no case. */
export type Context = ReadonlyMap<string, readonly string[]>;

export const contextOf = (known: Readonly<Record<string, string | readonly string[] | undefined>>): Context =>
  new Map(Object.entries(known).flatMap(([key, value]) => (value === undefined ? [] : [[key.toLowerCase(), typeof value === 'string' ? [value] : value] as const])));

export const valuesOf = (context: Context, key: string): readonly string[] | undefined => context.get(key.toLowerCase());

/**
 * A pattern with its policy variables filled in; nothing when one of them is not known, and then nothing fits
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html).
 *
 * What a variable stands for is text, also where it looks like a wildcard: such a pattern is refused rather than misread.
 */
export function filled(pattern: string, context: Context): string | undefined {
  let known = true;
  const text = pattern.replace(/\$\{\s*([^},]+?)\s*(?:,\s*'([^']*)'\s*)?\}/g, (_, name: string, otherwise?: string) => {
    // ${*}, ${?} and ${$} are the characters themselves; no ARN or name that the region makes has one of them.
    if (['*', '?', '$'].includes(name)) return name;
    const [value, ...more] = valuesOf(context, name) ?? (otherwise === undefined ? [] : [otherwise]);
    if (value === undefined || more.length > 0 || /[*?]/.test(value)) known = false;
    return value ?? '';
  });
  return known ? text : undefined;
}
