import { parse } from 'yaml';
import { accepted, type Checked, type Problem } from '../../core/checked';
import { Reader } from '../../core/reader';

/** The query under `x-changeover.proof` of an OpenAPI document: how writes are found again in the database, by their keys. */
export function readProof(text: string): Checked<string> {
  const problems: Problem[] = [];
  const document = new Reader(parse(text), '', problems);
  const extension = document.object('x-changeover');
  const proof = extension.text('proof', { pattern: /^\s*select\b[\s\S]*\$1/i, like: 'a select that takes idempotency keys as $1' });
  extension.onlyKnownKeys();
  return problems.length === 0 ? accepted(proof.trim()) : { ok: false, problems };
}
