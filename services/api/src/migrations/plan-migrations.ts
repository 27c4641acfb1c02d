import { checksumOf, type Migration } from './migration';

/** One line of the ledger of migrations. */
export interface AppliedMigration {
  readonly id: string;
  readonly checksum: string;
}

export type MigrationPlan =
  | { readonly kind: 'run'; readonly pending: readonly Migration[] }
  | { readonly kind: 'refuse'; readonly because: string };

/**
 * What is left to do. The ledger may know more than this build, which then is an older release on its way back: there is
 * nothing to undo, because migrations only add.
 */
export function planMigrations(migrations: readonly Migration[], ledger: readonly AppliedMigration[]): MigrationPlan {
  const applied = new Map(ledger.map(({ id, checksum }) => [id, checksum]));
  const changed = migrations.filter((one) => applied.has(one.id) && applied.get(one.id) !== checksumOf(one));
  if (changed.length > 0) {
    const because = `${named(changed)} differs from what was applied: restore the file, and put the change into a new migration`;
    return { kind: 'refuse', because };
  }
  const pending = [...migrations].sort((one, other) => (one.id < other.id ? -1 : 1)).filter(({ id }) => !applied.has(id));
  const latest = [...applied.keys()].sort().at(-1) ?? '';
  const late = pending.filter(({ id }) => id < latest);
  if (late.length === 0) return { kind: 'run', pending };
  return { kind: 'refuse', because: `${named(late)} comes before ${latest}, which is applied already: give it a later number` };
}

const named = (migrations: readonly Migration[]): string => migrations.map(({ id }) => id).join(', ');
