import { fieldsOf, listOf, type Fields } from '../fields';
import type { AccessTable, NeedsOf } from '../iam/access-table';
import { need } from '../iam/need';
import { arnOf, type Place } from '../place';

const tableArn = ({ TableName }: Fields, place: Place): string => (String(TableName).startsWith('arn:') ? String(TableName) : arnOf('dynamodb', place, `table/${String(TableName)}`));
const onTable = (action: string): NeedsOf => (input, place) => [need(`dynamodb:${action}`, tableArn(input, place))];

/** A transaction needs what each of its parts needs: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html */
const PARTS: Readonly<Record<string, string>> = { Put: 'PutItem', Update: 'UpdateItem', Delete: 'DeleteItem', ConditionCheck: 'ConditionCheckItem' };

export const tableAccess: AccessTable = {
  GetItem: onTable('GetItem'), Query: onTable('Query'), PutItem: onTable('PutItem'), UpdateItem: onTable('UpdateItem'), DeleteItem: onTable('DeleteItem'),
  TransactWriteItems: ({ TransactItems }, place) => listOf(TransactItems).flatMap((item) => Object.entries(PARTS)
    .filter(([part]) => item[part] !== undefined).map(([part, action]) => need(`dynamodb:${action}`, tableArn(fieldsOf(item[part]), place)))),
};
