import type { Caller, Operation } from '../endpoint/json-protocol';
import { fieldsOf, listOf, refuseOthers, refuseUnless, type Fields } from '../fields';
import { arnOf, placeOf, type Place } from '../place';
import { ServiceError } from '../service-error';
import { query } from './query';
import { Table, type KeySchema } from './table';
import { invalid, isEqual, type Item } from './value';
import { readWrite, type Write, type WriteKind } from './writes';

const KINDS: readonly WriteKind[] = ['Put', 'Update', 'Delete', 'ConditionCheck'];
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const MOST_OF_A_TRANSACTION = 100;

/** Amazon DynamoDB: items by key, those of a partition in order, and conditions on single items. */
export class Tables {
  readonly tables = new Map<string, Table>();

  /** @throws ServiceError `ResourceInUseException` */
  create(place: Place, name: string, key: KeySchema): Table {
    const arn = arnOf('dynamodb', place, `table/${name}`);
    if (this.tables.has(arn)) throw new ServiceError('ResourceInUseException', `Table already exists: ${name}`);
    const table = new Table(name, arn, place, key);
    this.tables.set(arn, table);
    return table;
  }

  /** By name or ARN. @throws ServiceError `ResourceNotFoundException` */
  named(reference: unknown, place: Place): Table {
    const text = String(reference);
    const found = this.tables.get(text.startsWith('arn:') ? text : arnOf('dynamodb', place, `table/${text}`));
    if (found === undefined) throw new ServiceError('ResourceNotFoundException', 'Requested resource not found');
    return found;
  }

  readonly operations: Readonly<Record<string, Operation>> = {
    GetItem: async (input, caller) => {
      refuseOthers('GetItem', input, { served: ['TableName', 'Key'], withoutEffect: ['ConsistentRead'] }, 'ValidationException');
      const table = this.named(input['TableName'], placeOf(caller));
      const Item = table.get(table.readKey(input['Key']));
      return Item === undefined ? {} : { Item };
    },
    Query: async (input, caller) => query(input, this.named(input['TableName'], placeOf(caller))),
    PutItem: async (input, caller) => this.write('Put', 'PutItem', input, caller),
    UpdateItem: async (input, caller) => this.write('Update', 'UpdateItem', input, caller),
    DeleteItem: async (input, caller) => this.write('Delete', 'DeleteItem', input, caller),
    TransactWriteItems: async (input, caller) => this.transact(input, caller),
  };

  private write(kind: WriteKind, operation: string, input: Fields, caller: Caller): object {
    const returns = kind === 'Update' ? ['NONE', 'ALL_OLD', 'ALL_NEW'] : ['NONE', 'ALL_OLD'];
    refuseUnless(`${operation}.ReturnValues`, input['ReturnValues'], returns, 'ValidationException');
    const write = readWrite(kind, operation, input, this.named(input['TableName'], placeOf(caller)), ['ReturnValues']);
    if (!write.allowed) throw new ConditionFailed('ConditionalCheckFailedException', 'The conditional request failed', shown(write, input));
    write.commit();
    const Attributes = { ALL_OLD: write.before, ALL_NEW: write.after }[String(input['ReturnValues'])];
    return Attributes === undefined ? {} : { Attributes };
  }

  /** All writes or none of them. */
  private transact(input: Fields, caller: Caller): object {
    refuseOthers('TransactWriteItems', input, { served: ['TransactItems'], withoutEffect: ['ClientRequestToken'] }, 'ValidationException');
    const entries = listOf(input['TransactItems']);
    if (entries.length === 0 || entries.length > MOST_OF_A_TRANSACTION) return invalid(`1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length from 1 to ${MOST_OF_A_TRANSACTION}`);
    const given = entries.map((entry) => {
      const [kind, ...more] = KINDS.filter((one) => entry[one] !== undefined);
      if (kind === undefined || more.length > 0) return invalid('TransactItems can only contain one of Check, Put, Update or Delete');
      return { kind, one: fieldsOf(entry[kind]) };
    });
    const writes = given.map(({ kind, one }) => ({ one, write: readWrite(kind, `TransactWriteItems.${kind}`, one, this.named(one['TableName'], placeOf(caller))) }));
    refuseTwice(writes.map(({ write }) => write));
    if (writes.some(({ write }) => !write.allowed)) throw new TransactionCanceled(writes);
    for (const { write } of writes) write.commit();
    return {};
  }
}

/** An error that has more than a message. */
class ConditionFailed extends ServiceError {
  constructor(code: string, message: string, override readonly fields: Fields) {
    super(code, message);
  }
}

class TransactionCanceled extends ConditionFailed {
  constructor(writes: readonly { readonly one: Fields; readonly write: Write }[]) {
    const codes = writes.map(({ write: { allowed } }) => (allowed ? 'None' : 'ConditionalCheckFailed'));
    const reasons = writes.map(({ one, write }) => (write.allowed ? { Code: 'None' } : { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', ...shown(write, one) }));
    super('TransactionCanceledException', `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`, { CancellationReasons: reasons });
  }
}

const shown = ({ before }: Write, input: Fields): { readonly Item?: Item } =>
  (input['ReturnValuesOnConditionCheckFailure'] === 'ALL_OLD' && before !== undefined ? { Item: before } : {});

function refuseTwice(writes: readonly Write[]): void {
  const isSame = (one: Write, other: Write): boolean => one.table === other.table && one.table.key.every(({ name }) => isEqual(one.key[name] ?? {}, other.key[name] ?? {}));
  const twice = writes.some((write, index) => writes.slice(index + 1).some((other) => isSame(write, other)));
  if (twice) invalid('Transaction request cannot include multiple operations on one item');
}
