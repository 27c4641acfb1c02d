/** One thing that is wrong with something a person wrote. */
export interface Problem {
  /** Where: the path as the writer knows it, such as `production.traffic.percent`. */
  readonly path: string;
  /** What must hold, what was found, what to do: lower case, no full stop. */
  readonly message: string;
}

/** A value that was read whole, or everything that is wrong with it. */
export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

export const accepted = <T>(value: T): Checked<T> => ({ ok: true, value });
export const rejected = (...problems: readonly Problem[]): Checked<never> => ({ ok: false, problems });

export const spell = ({ path, message }: Problem): string => (path === '' ? message : `${path} ${message}`);
