/** The members of a task definition that say what runs; the others say when it was registered and under which number. */
const MEMBERS = ['containerDefinitions', 'cpu', 'memory', 'taskRoleArn', 'executionRoleArn', 'networkMode', 'runtimePlatform', 'volumes', 'ephemeralStorage'] as const;

/**
 * What a task definition runs, as a text that is equal for equal content.
 *
 * Two revisions can say the same; a stack that rolls back asks for an older revision of what already runs.
 */
export function contentOf(taskDefinition: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(MEMBERS.map((name) => ordered(taskDefinition[name])));
}

/** Keys in order, empty members left out: services add empty lists that nobody sent. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value ?? null;
  const entries = Object.entries(value).filter(([, inner]) => !isEmpty(inner)).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, ordered(inner)]));
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
