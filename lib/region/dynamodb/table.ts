import { fieldsOf, listOf, refuseOthers, textOf, type Fields } from '../fields';
import type { Place } from '../place';
import { invalid, readItem, typeOf, type Item } from './value';

/** Parts of a table's key and their types: the partition key, and the sort key if there is one. */
export type KeySchema = readonly { readonly name: string; readonly type: string }[];

/** A table: items by their keys. */
export class Table {
  private readonly items = new Map<string, Item>();

  constructor(readonly name: string, readonly arn: string, readonly place: Place, readonly key: KeySchema) {}

  get(key: Item): Item | undefined {
    return this.items.get(textOfKey(key, this.key));
  }

  put(item: Item): void {
    this.items.set(textOfKey(item, this.key), item);
  }

  delete(key: Item): void {
    this.items.delete(textOfKey(key, this.key));
  }

  all(): readonly Item[] {
    return [...this.items.values()];
  }

  /** A key and nothing else. @throws ServiceError `ValidationException` */
  readKey(given: unknown): Item {
    const key = readItem(given);
    if (Object.keys(key).length !== this.key.length) return invalid('The number of conditions on the keys is invalid');
    return this.withKey(key);
  }

  /** An item with its key in it. @throws ServiceError `ValidationException` */
  readItem(given: unknown): Item {
    return this.withKey(readItem(given));
  }

  private withKey(item: Item): Item {
    for (const { name, type } of this.key) {
      const value = item[name];
      if (value === undefined) return invalid(`One or more parameter values were invalid: Missing the key ${name} in the item`);
      if (typeOf(value) !== type) return invalid(`One or more parameter values were invalid: Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`);
      if (value[type] === '') return invalid(`One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`);
    }
    return item;
  }
}

const textOfKey = (item: Item, key: KeySchema): string => JSON.stringify(key.map(({ name, type }) => (type === 'N' ? Number(item[name]?.['N']) : item[name]?.[type])));

/** Reads the key of an `AWS::DynamoDB::Table`. @throws ServiceError `ValidationException`, also for what the region does not do */
export function readKeySchema(properties: Fields): KeySchema {
  refuseOthers('AWS::DynamoDB::Table', properties, {
    served: ['TableName', 'KeySchema', 'AttributeDefinitions', 'DeletionProtectionEnabled', 'ResourcePolicy'],
    withoutEffect: [
      'BillingMode', 'ProvisionedThroughput', 'OnDemandThroughput', 'PointInTimeRecoverySpecification', 'SSESpecification', 'TimeToLiveSpecification', 'TableClass', 'Tags', 'ContributorInsightsSpecification',
      'WarmThroughput',
    ],
  }, 'ValidationException');
  const types = new Map(listOf(properties['AttributeDefinitions']).map(({ AttributeName, AttributeType }) => [AttributeName, textOf(AttributeType)]));
  const schema = listOf(properties['KeySchema']);
  const kinds = schema.map(({ KeyType }) => KeyType).join();
  if (kinds !== 'HASH' && kinds !== 'HASH,RANGE') return invalid(`Invalid KeySchema: it needs a HASH key, and a RANGE key after it or none, got ${kinds}`);
  if (types.size !== schema.length) return invalid('One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions');
  return schema.map((part) => {
    const name = String(fieldsOf(part)['AttributeName']);
    return { name, type: types.get(name) ?? invalid(`One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [${name}]`) };
  });
}
