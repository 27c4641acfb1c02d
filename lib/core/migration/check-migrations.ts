import type { Problem } from '../checked';
import type { Directives } from './directives';
import { kept, learned, nothingYet, type Promises } from './known';
import type { MigrationRule } from './rule';
import { migrationRules } from './rules';
import type { Statement } from './statement';

/** A file of migrations, as PostgreSQL reads it. */
export interface ParsedMigration {
  /** Such as `migrations/0007-add-shop-names.sql`. */
  readonly file: string;
  readonly directives: Directives;
  readonly statements: readonly Statement[];
}

/**
 * Everything in the migrations of a service that would block or break the release that runs while they are applied.
 *
 * @param migrations all of them, in the order in which they are applied
 */
export function checkMigrations(migrations: readonly ParsedMigration[]): readonly Problem[] {
  const problems: Problem[] = [];
  let promises: Promises = { columnOf: new Map(), neverNull: new Set() };
  for (const migration of migrations) {
    const checked = checkOne(migration, promises);
    problems.push(...checked.problems);
    promises = checked.promises;
  }
  return problems;
}

function checkOne({ file, directives, statements }: ParsedMigration, before: Promises): { readonly problems: readonly Problem[]; readonly promises: Promises } {
  const found: { readonly rule: MigrationRule; readonly problem: Problem }[] = [];
  let [known, promises] = [nothingYet(statements, directives), before];
  for (const statement of statements) {
    const here = { ...known, neverNull: promises.neverNull };
    found.push(...migrationRules.flatMap((rule) => rule.find(statement, here).map((what) => ({ rule, problem: problemOf(file, statement, rule, what) }))));
    [known, promises] = [learned(known, statement), kept(promises, statement)];
  }
  const isContract = directives.shape === 'contract';
  const unfounded = isContract && !found.some(({ rule }) => rule.harm === 'breaks');
  return {
    problems: [
      ...found.filter(({ rule }) => !isContract || rule.harm === 'blocks').map(({ problem }) => problem),
      ...(unfounded ? [{ path: file, message: 'says that it is a contract migration, and takes nothing away: leave that out, or releases before it count as unable to run' }] : []),
    ],
    promises,
  };
}

const problemOf = (file: string, { line }: Statement, { name, why, fix, source }: MigrationRule, what: string): Problem =>
  ({ path: `${file}:${line}`, message: `${what} (${name}): ${why}; ${fix}; see ${source}` });
