import { hasSqlDetails, parse } from 'libpg-query';
import { accepted, rejected, type Checked } from '../../core/checked';
import type { ParsedMigration } from '../../core/migration/check-migrations';
import { readDirectives } from '../../core/migration/directives';
import type { Statement, Tree } from '../../core/migration/statement';

/** Reads a file of migrations with PostgreSQL's own parser, compiled to WebAssembly. @param file where problems are said to be */
export async function parseMigration(file: string, sql: string): Promise<Checked<ParsedMigration>> {
  const directives = readDirectives(file, sql);
  const statements = await statementsIn(file, sql);
  if (!directives.ok || !statements.ok) return { ok: false, problems: [directives, statements].flatMap((one) => (one.ok ? [] : one.problems)) };
  return accepted({ file, directives: directives.value, statements: statements.value });
}

async function statementsIn(file: string, sql: string): Promise<Checked<readonly Statement[]>> {
  // The parser takes an empty text for a mistake of the caller.
  if (sql.split('\n').every((line) => /^\s*(--.*)?$/.test(line))) return rejected({ path: file, message: 'must hold a statement, got none' });
  const bytes = Buffer.from(sql);
  try {
    const { stmts = [] } = await parse(sql);
    return accepted(stmts.map(({ stmt, stmt_location: from = 0 }) => {
      const [[kind, tree] = ['', {}]] = Object.entries(stmt ?? {}) as [string, Tree][];
      // Places are counted in bytes, and begin where the statement before ends.
      return { line: lineAt(sql, skipped(sql, bytes.subarray(0, from).toString().length)), kind, tree };
    }));
  } catch (thrown) {
    const { message } = thrown as Error;
    const at = hasSqlDetails(thrown) ? thrown.sqlDetails?.cursorPosition ?? 0 : 0;
    return rejected({ path: `${file}:${lineAt(sql, at)}`, message: `cannot be read by PostgreSQL: ${message}` });
  }
}

const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length;

/** Past white space and comments. */
function skipped(sql: string, from: number): number {
  const before = /^(\s|--[^\n]*(\n|$)|\/\*[\s\S]*?\*\/)*/.exec(sql.slice(from));
  return from + (before?.[0].length ?? 0);
}
