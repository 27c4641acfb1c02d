import type { Exchange, Operation } from './operation';

/** What goes over the wire for one exchange. */
export interface FilledRequest {
  readonly method: Operation['method'];
  /** Path and query, encoded. */
  readonly target: string;
  readonly body: string | undefined;
}

/**
 * Turns an exchange into a request: `names` replaces what stands in braces in the parameters' values (`{ lane: 'l7' }`),
 * parameters that the path does not name go to the query in the order of the contract.
 *
 * @throws when a name in braces has no value, or the path names a parameter that the exchange does not give
 */
export function fill(operation: Operation, { parameters, body }: Exchange, names: Readonly<Record<string, string>>): FilledRequest {
  const { method, path } = operation;
  const left = new Map(Object.entries(parameters).map(([key, value]) => [key, replaced(value, names)]));
  const filledPath = path.replace(BRACES, (_, key: string) => {
    const value = left.get(key);
    if (value === undefined) throw new Error(`${method} ${path} needs a value for ${key}, got ${listed(parameters)}`);
    left.delete(key);
    return encodeURIComponent(value);
  });
  const query = [...left].map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`).join('&');
  const target = query === '' ? filledPath : `${filledPath}?${query}`;
  return { method, target, body: body === undefined ? undefined : JSON.stringify(body) };
}

/** The names of parameters in a path, in order. */
export function parametersOf(path: string): readonly string[] {
  return [...path.matchAll(BRACES)].map(([, name]) => name as string);
}

const listed = (values: Readonly<Record<string, string>>): string => Object.keys(values).join(', ') || 'nothing';

const BRACES = /\{([^{}]+)\}/g;

function replaced(value: string, names: Readonly<Record<string, string>>): string {
  return value.replace(BRACES, (_, name: string) => {
    const found = names[name];
    if (found === undefined) throw new Error(`there is no value for {${name}} in "${value}", got ${listed(names)}`);
    return found;
  });
}
