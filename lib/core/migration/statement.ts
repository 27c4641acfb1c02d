/** A node of PostgreSQL's parse tree, or anything in it, by the names that its source gives (`nodes/parsenodes.h`). */
export type Tree = Readonly<Record<string, unknown>>;

/** One statement of a migration. */
export interface Statement {
  /** In its file, from 1. */
  readonly line: number;
  /** What it is: the name of its node, such as `IndexStmt`. */
  readonly kind: string;
  readonly tree: Tree;
}

/** One action of an ALTER TABLE. */
export interface Alteration {
  readonly table: string;
  /** Such as `AT_AddColumn`. */
  readonly action: string;
  /** Of the column or constraint, where the action names one. */
  readonly name: string;
  readonly tree: Tree;
}

/** What lies at a path such as `relation.relname`; a number chooses from a list. */
export function at(tree: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((node, key) => (typeof node === 'object' && node !== null ? (node as Tree)[key] : undefined), tree);
}

export const textAt = (tree: unknown, path: string): string => {
  const found = at(tree, path);
  return typeof found === 'string' ? found : '';
};

export function listAt(tree: unknown, path: string): readonly Tree[] {
  const found = at(tree, path);
  return Array.isArray(found) ? (found as readonly Tree[]) : [];
}

/** The name of a table, view or index, with its schema where one is given. */
export function nameAt(tree: unknown, path: string): string {
  const [schema, name] = [textAt(tree, `${path}.schemaname`), textAt(tree, `${path}.relname`)];
  return schema === '' ? name : `${schema}.${name}`;
}

/** The actions of an ALTER TABLE; none for any other statement. */
export function alterationsIn({ kind, tree }: Statement): readonly Alteration[] {
  if (kind !== 'AlterTableStmt') return [];
  return listAt(tree, 'cmds').map((command) => at(command, 'AlterTableCmd') as Tree)
    .map((command) => ({ table: nameAt(tree, 'relation'), action: textAt(command, 'subtype'), name: textAt(command, 'name'), tree: command }));
}

/** Constraints that a column is defined with. */
export const constraintsOf = (column: unknown): readonly Tree[] => listAt(column, 'constraints').map((one) => at(one, 'Constraint') as Tree);
