import { parse } from 'yaml';
import { accepted, type Checked, type Problem } from '../../core/checked';
import { Reader } from '../../core/reader';
import { readContract } from './read-contract';

/**
 * The query under `x-changeover.proof` of an OpenAPI document: how writes are found again in the database, by their keys.
 *
 * @returns an empty text when none of the document's operations writes, and it has no query
 */
export function readProof(text: string): Checked<string> {
  const problems: Problem[] = [];
  const document = new Reader(parse(text), '', problems);
  const operations = readContract(text);
  const writes = !operations.ok || operations.value.some(({ effect }) => effect === 'write');
  if (!writes && !document.has('x-changeover')) return accepted('');
  const extension = document.object('x-changeover');
  const proof = extension.text('proof', { pattern: /^\s*select\b[\s\S]*\$1/i, like: 'a select that takes idempotency keys as $1' });
  extension.onlyKnownKeys();
  return problems.length === 0 ? accepted(proof.trim()) : { ok: false, problems };
}
