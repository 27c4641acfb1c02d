/** A name that an expression asks for: by `Ref` alone, or an attribute by `Fn::GetAtt`. */
export interface Mention {
  readonly name: string;
  /** What is asked of it; `undefined` for `Ref`, and for an attribute whose name is an expression. */
  readonly attribute: string | undefined;
  readonly by: 'Ref' | 'Fn::GetAtt' | 'Fn::Sub';
}

/** Every parameter and resource that an expression names; pseudo parameters are left out. */
export function mentions(value: unknown): readonly Mention[] {
  if (Array.isArray(value)) return value.flatMap(mentions);
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined) {
    const [key, argument] = only;
    if (key === 'Ref' && typeof argument === 'string') return argument.startsWith('AWS::') ? [] : [{ name: argument, attribute: undefined, by: 'Ref' }];
    if (key === 'Fn::GetAtt') return attributeMention(argument);
    if (key === 'Fn::Sub') return [...substitutions(argument), ...mentions(argument)];
  }
  return entries.flatMap(([, inner]) => mentions(inner));
}

function attributeMention(argument: unknown): readonly Mention[] {
  const [name, attribute] = typeof argument === 'string' ? splitOnce(argument, '.') : Array.isArray(argument) ? argument as readonly unknown[] : [];
  return [
    ...(typeof name === 'string' ? [{ name, attribute: typeof attribute === 'string' ? attribute : undefined, by: 'Fn::GetAtt' as const }] : []),
    ...mentions(attribute),
  ];
}

/** `${Name}` and `${Name.Attribute}` of a `Fn::Sub`; names that the function brings along itself are nobody else's. */
function substitutions(argument: unknown): readonly Mention[] {
  const [pattern, own] = Array.isArray(argument) ? argument as readonly unknown[] : [argument, {}];
  return [...String(pattern).matchAll(SUBSTITUTION)].flatMap(([, escaped, whole = '']): readonly Mention[] => {
    if (escaped === '!' || whole.startsWith('AWS::') || Object.hasOwn((own ?? {}) as object, whole)) return [];
    const [name, attribute] = whole.includes('.') ? splitOnce(whole, '.') : [whole, undefined];
    return [{ name, attribute, by: 'Fn::Sub' }];
  });
}

/** `${Name}` in the text of a `Fn::Sub`; `${!Name}` stands for itself without the mark. */
export const SUBSTITUTION = /\$\{(!?)([^}]*)\}/g;

export const splitOnce = (whole: string, separator: string): [string, string] => {
  const at = whole.indexOf(separator);
  return at < 0 ? [whole, ''] : [whole.slice(0, at), whole.slice(at + separator.length)];
};
