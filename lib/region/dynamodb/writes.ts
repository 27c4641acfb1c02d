import { fieldsOf, refuseOthers, textOf, type Fields } from '../fields';
import { readCondition } from './condition';
import type { Table } from './table';
import { readUpdate } from './update';
import type { Item } from './value';
import { Words, withPlaceholders } from './words';

export type WriteKind = 'Put' | 'Update' | 'Delete' | 'ConditionCheck';

/** A write that was read and not yet done, so that several can be done together or not at all. */
export interface Write {
  readonly table: Table;
  readonly key: Item;
  readonly before: Item | undefined;
  /** Whether its condition holds of the item as it is. */
  readonly allowed: boolean;
  /** What the item becomes; nothing when it goes. Left out for a mere check. */
  readonly after: Item | undefined;
  commit(): void;
}

const FIELDS: Readonly<Record<WriteKind, readonly string[]>> = { Put: ['Item'], Update: ['Key', 'UpdateExpression'], Delete: ['Key'], ConditionCheck: ['Key'] };
const COMMON = ['TableName', 'ConditionExpression', 'ExpressionAttributeNames', 'ExpressionAttributeValues', 'ReturnValuesOnConditionCheckFailure'];

/** Reads one write against the item as it is. @throws ServiceError `ValidationException` */
export function readWrite(kind: WriteKind, operation: string, input: Fields, table: Table, more: readonly string[] = []): Write {
  refuseOthers(operation, input, { served: [...FIELDS[kind], ...COMMON, ...more] }, 'ValidationException');
  return withPlaceholders(input, (unused) => {
    const key = kind === 'Put' ? table.readItem(input['Item']) : table.readKey(input['Key']);
    const before = table.get(key);
    const condition = textOf(input['ConditionExpression']);
    const allowed = condition === undefined || readCondition(new Words('ConditionExpression', condition, input, unused))(before);
    const after = kind === 'Put' ? (): Item => key : kind === 'Update' ? updated(input, table, key, before, unused) : undefined;
    return { table, key, before, allowed, after: allowed ? after?.() : undefined, commit: () => commit(kind, table, key, after?.()) };
  });
}

/** Reading finds every syntax error, also when the condition does not hold; working it out waits. */
function updated(input: Fields, table: Table, key: Item, before: Item | undefined, unused: Set<string>): () => Item {
  const expression = textOf(input['UpdateExpression']);
  const update = expression === undefined ? undefined : readUpdate(new Words('UpdateExpression', expression, input, unused), table.key.map(({ name }) => name));
  const item = fieldsOf(before ?? key) as Item;
  return () => update?.(item) ?? item;
}

function commit(kind: WriteKind, table: Table, key: Item, after: Item | undefined): void {
  if (kind === 'Delete') table.delete(key);
  else if (after !== undefined) table.put(after);
}
