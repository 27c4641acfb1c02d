import { parse, YAMLParseError } from 'yaml';
import { accepted, rejected, type Checked, type Problem } from '../../core/checked';
import { contractProblems } from '../../core/operation/contract-problems';
import { methods, type Operation } from '../../core/operation/operation';
import { readOperation } from './read-operation';

/**
 * The operations of an OpenAPI 3.1 document (YAML or JSON), in the document's order.
 *
 * Read are the operations under `paths` that carry the `x-changeover` extension, and all of them must: an operation that
 * nobody probes or counts would be the one that breaks.
 */
export function readContract(text: string): Checked<readonly Operation[]> {
  const document = parsed(text);
  if (!document.ok) return document;
  const { openapi, paths } = document.value;
  if (typeof openapi !== 'string' || !openapi.startsWith('3.1')) {
    return rejected({ path: 'openapi', message: `must be 3.1.x, got ${JSON.stringify(openapi) ?? 'nothing'}` });
  }
  if (!isObject(paths)) return rejected({ path: 'paths', message: 'must be an object of paths' });
  const problems: Problem[] = [];
  const operations = Object.entries(paths).flatMap(([path, item]) => operationsAt(path, item, problems));
  // Rules across fields would only repeat what is wrong with the fields themselves.
  const all = problems.length > 0 ? problems : contractProblems(operations);
  return all.length === 0 ? accepted(operations) : { ok: false, problems: all };
}

function operationsAt(path: string, item: unknown, problems: Problem[]): readonly Operation[] {
  if (!isObject(item)) {
    problems.push({ path: `paths.${path}`, message: 'must be an object of operations' });
    return [];
  }
  return methods
    .filter((method) => item[method.toLowerCase()] !== undefined)
    .map((method) => readOperation(path, method, item[method.toLowerCase()], problems));
}

function parsed(text: string): Checked<Readonly<Record<string, unknown>>> {
  try {
    // JSON is YAML too.
    const document: unknown = parse(text);
    if (isObject(document)) return accepted(document);
    return rejected({ path: '', message: 'the contract must be an OpenAPI document in YAML or JSON' });
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    return rejected({ path: '', message: `the contract must be YAML or JSON: ${error.message}` });
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
