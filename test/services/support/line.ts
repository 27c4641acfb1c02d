/** One line of a log. */
export type Line = Readonly<Record<string, unknown>>;
