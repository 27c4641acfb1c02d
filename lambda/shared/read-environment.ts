/**
 * The named variables of the environment.
 *
 * @throws an error that names every one that is missing
 */
export function readEnvironment<const Name extends string>(
  variables: Readonly<Record<string, string | undefined>>,
  names: readonly Name[],
): Readonly<Record<Name, string>> {
  const missing = names.filter((name) => (variables[name] ?? '') === '');
  if (missing.length > 0) throw new Error(`missing in the environment of the function: ${missing.join(', ')}`);
  return Object.fromEntries(names.map((name) => [name, variables[name]])) as Record<Name, string>;
}
