/** A statement that a database server was asked again and again; its values are left out, as `$1`. */
export interface Statement {
  /** Who asked it. */
  readonly user: string;
  readonly calls: number;
  readonly query: string;
  /** Tables of which it reads every row, because no index serves it. */
  readonly readsWhole: readonly { readonly table: string; readonly rows: number }[];
}

/** Below that many rows reading all of them costs no more than an index would. */
const FEW = 1_000;
const LONGEST = 200;

/** What is said of statements that lack an index, each once, the most frequent first. */
export function unindexed(server: string, statements: readonly Statement[]): readonly string[] {
  return statements.toSorted((one, other) => other.calls - one.calls).flatMap(({ user, calls, query, readsWhole }) => readsWhole
    .filter(({ rows }) => rows >= FEW)
    .map(({ table, rows }) => `${user} has read all ${rows} rows of ${table} ${calls} times on the ${server}, for no index serves: ${oneLine(query)}`));
}

function oneLine(query: string): string {
  const text = query.replace(/\s+/g, ' ').trim();
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}
