import type { Statement } from './statement';

/** What is known where a statement stands. */
export interface Known {
  /** Tables that the same file made: nobody uses them yet. */
  readonly madeHere: ReadonlySet<string>;
  /** Constraints that the same file added, as `table constraint`. */
  readonly addedHere: ReadonlySet<string>;
  /** Columns that a validated constraint proves to have no null, as `table column`. */
  readonly neverNull: ReadonlySet<string>;
  /** Statements of the file. */
  readonly beside: readonly Statement[];
  /** The runner gives the file no transaction (`-- changeover: alone`). */
  readonly alone: boolean;
}

/**
 * One thing that a migration must not do while customers use the schema.
 *
 * What `blocks` makes requests of the running release wait, and is never right. What `breaks` takes away or forbids what that release may
 * do, and is right once nobody runs it: in a migration that says `-- changeover: contract, since RELEASE`.
 */
export interface MigrationRule {
  /** Words with hyphens. */
  readonly name: string;
  readonly harm: 'blocks' | 'breaks';
  /** What happens otherwise. */
  readonly why: string;
  readonly fix: string;
  /** Where PostgreSQL says so. */
  readonly source: string;
  /** What was found, in words that go on from "it ...". */
  readonly find: (statement: Statement, known: Known) => readonly string[];
}

/** The documentation of the PostgreSQL that the stages run. */
export const documentation = (page: string): string => `https://www.postgresql.org/docs/18/${page}`;
