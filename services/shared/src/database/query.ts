/** A statement and what becomes of each row of its answer. Time is always among the values: the database's own clock is never asked. */
interface Statement<Row> {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly row: (fields: Fields) => Row;
}

/** One row as `pg` gives it. */
export type Fields = Readonly<Record<string, unknown>>;

/** A statement that only reads: any session may run it. */
export interface Select<Row> extends Statement<Row> {
  readonly effect: 'select';
}

/** A statement that changes rows or locks them: only a session on the primary may run it. */
export interface Change<Row> extends Statement<Row> {
  readonly effect: 'change';
}

export function select<Row>(text: string, values: readonly unknown[], row: (fields: Fields) => Row): Select<Row> {
  return { effect: 'select', text, values, row };
}

export function change<Row>(text: string, values: readonly unknown[], row: (fields: Fields) => Row): Change<Row> {
  return { effect: 'change', text, values, row };
}
