import Ajv from 'ajv/dist/2020';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { fill } from '../../../lib/core/operation/fill';
import type { Exchange, Operation } from '../../../lib/core/operation/operation';
import { readContract } from '../../../lib/edge/contract/read-contract';

interface Declared { readonly $ref?: string; readonly content?: { readonly 'application/json': { readonly schema: object } } }
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Declared>> }>>>>;
  readonly components: { readonly responses: Readonly<Record<string, Declared>> };
}

/** The contract of a service, to hold its answers against. */
export interface TestContract {
  readonly operations: readonly Operation[];
  /** What the contract's schema for a status says against a body; nothing when it fits. */
  against(operation: Operation, status: number, body: unknown): unknown;
}

export function contractOf(service: string): TestContract {
  const text = readFileSync(join(service, 'openapi.yaml'), 'utf8');
  const document = parse(text) as Document;
  const read = readContract(text);
  return {
    operations: read.ok ? read.value : [],
    against: ({ path, method }, status, body) => {
      const declared = document.paths[path]?.[method.toLowerCase()]?.responses[status];
      const response = declared?.$ref === undefined ? declared : document.components.responses[declared.$ref.split('/').at(-1) ?? ''];
      const ajv = new Ajv({ strict: false, validateFormats: false });
      ajv.validate({ ...response!.content!['application/json'].schema, components: document.components }, body);
      return ajv.errors;
    },
  };
}

/** Sends an exchange as a probe does. */
export async function sendExchange(url: string, operation: Operation, exchange: Exchange, names: Readonly<Record<string, string>>) {
  const { method, target, body } = fill(operation, exchange, names);
  const headers = { 'x-changeover-synthetic': 'probe', 'idempotency-key': `${operation.id}-${JSON.stringify(names)}` };
  const response = await fetch(`${url}${target}`, { method, headers, ...(body === undefined ? {} : { body }) });
  return { status: response.status, body: (await response.json()) as unknown };
}
