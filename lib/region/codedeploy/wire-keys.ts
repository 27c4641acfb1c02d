/** These begin with more than one capital letter. */
const IRREGULAR: Readonly<Record<string, string>> = { ECSServices: 'ecsServices' };

/**
 * What a template says, in the spelling of the API: both have the same fields, with a capital letter in front in a template.
 * Only tags have it in both.
 */
export function wireKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(wireKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [IRREGULAR[key] ?? key.charAt(0).toLowerCase() + key.slice(1), key === 'Tags' ? inner : wireKeys(inner)]));
}
