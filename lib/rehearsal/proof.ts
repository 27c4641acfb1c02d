import { withConnection, type Login } from '../edge/postgres/login';
import type { Result } from './result';

const AT_ONCE = 1_000;

/** Looks every acknowledged write up on the primary, by its key; `proof` takes keys as `$1` and gives a row for each that is there. */
export async function lookUp(keys: readonly string[], primary: Login | undefined, proof: string): Promise<Result['writes']> {
  if (primary === undefined || proof === '') return { acknowledged: keys.length, missing: null, duplicated: null };
  const rows = await withConnection(primary, async (client) => {
    const found: string[] = [];
    for (let start = 0; start < keys.length; start += AT_ONCE) {
      const { rows: part } = await client.query<string[]>({ text: proof, values: [keys.slice(start, start + AT_ONCE)], rowMode: 'array' });
      found.push(...part.map(([key]) => String(key)));
    }
    return found;
  });
  const known = new Set(rows);
  return { acknowledged: keys.length, missing: keys.filter((key) => !known.has(key)).length, duplicated: rows.length - known.size };
}
