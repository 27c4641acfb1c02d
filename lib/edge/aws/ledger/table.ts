import { type DynamoDBClient, paginateQuery, PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Checked, type Problem, spell } from '../../../core/checked';
import type { Ledger } from '../../../core/ledger/append';
import type { SignedEntry } from '../../../core/ledger/fact';
import { entriesQuery, entryPut } from '../../../core/ledger/item';
import { ledgerTable } from '../../../core/ledger/names';
import { readSignedEntry } from '../../../core/ledger/read-signed-entry';
import type { Asked } from '../find-service';
import { Trouble } from '../trouble';

/** The ledger of one service as it lies in DynamoDB; what cannot be read is `Trouble`. */
export function ledgerIn(client: DynamoDBClient, asked: Asked): Ledger {
  return {
    async entries() {
      const read = await readLedger(client, asked);
      if (read.ok) return read.value;
      throw new Trouble('world', `the ledger of ${asked.service} in ${asked.stage} cannot be read: ${read.problems.map(spell).join('; ')}`);
    },
    put: (signed) => put(client, asked, signed),
  };
}

/** Every line of a ledger in the order of its keys, or what is wrong with lines that are none. @throws Trouble when there is no table */
export async function readLedger(client: DynamoDBClient, { stage, service }: Asked): Promise<Checked<readonly SignedEntry[]>> {
  const problems: Problem[] = [];
  const entries: SignedEntry[] = [];
  for (const item of await itemsOf(client, stage, service)) {
    const read = readSignedEntry(item['signed']?.S ?? '', `entry ${item['sequence']?.N ?? '?'}`);
    if (read.ok) entries.push(read.value);
    else problems.push(...read.problems);
  }
  return problems.length === 0 ? { ok: true, value: entries } : { ok: false, problems };
}

async function itemsOf(client: DynamoDBClient, stage: string, service: string): Promise<readonly Record<string, AttributeValue>[]> {
  const items: Record<string, AttributeValue>[] = [];
  const pages = paginateQuery({ client }, entriesQuery({ stage, service }));
  return asking(stage, async () => {
    for await (const { Items = [] } of pages) items.push(...Items);
    return items;
  });
}

async function put(client: DynamoDBClient, asked: Asked, signed: SignedEntry): Promise<'written' | 'someone-was-first'> {
  return asking(asked.stage, async () => {
    try {
      await client.send(new PutItemCommand(entryPut(asked, signed)));
      return 'written';
    } catch (cause) {
      if (cause instanceof Error && cause.name === 'ConditionalCheckFailedException') return 'someone-was-first';
      throw cause;
    }
  });
}

async function asking<T>(stage: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (!(cause instanceof Error && cause.name === 'ResourceNotFoundException')) throw cause;
    throw new Trouble('asked', `there is no ledger of ${stage} in this account and region (table ${ledgerTable(stage)}): --stage must name a stage whose stack ${stage}-Delivery is deployed, and the credentials must be of its account`);
  }
}
