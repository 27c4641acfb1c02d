import type { Problem } from '../../core/checked';
import type { Exchange, Method, Operation } from '../../core/operation/operation';
import { Reader } from '../../core/reader';

const NAME = { pattern: /^[A-Za-z][A-Za-z0-9]*$/, like: 'a name of letters and digits' };
/** What the methods of HTTP make likely; an exchange that differs says so. */
const EXPECTED = { read: 200, write: 201, send: 202 } as const;

/** Reads one OpenAPI operation with its `x-changeover` extension; everything that is wrong with it joins `problems`. */
export function readOperation(path: string, method: Method, source: unknown, problems: Problem[]): Operation {
  const declared = new Reader(source, `paths.${path}.${method.toLowerCase()}`, problems);
  const id = declared.text('operationId', NAME);
  const extension = declared.object('x-changeover');
  const effect = extension.oneOf('effect', ['read', 'write', 'send']);
  const operation: Operation = {
    id,
    method,
    path,
    effect,
    ...(effect === 'send' ? { leaves: extension.text('leaves', NAME) } : {}),
    critical: extension.flag('critical'),
    share: extension.number('share', { min: 0, max: 100 }),
    probe: exchangeUnder(extension, 'probe', effect),
    ...(extension.has('refusal') ? { refusal: exchangeUnder(extension, 'refusal', effect) as Exchange } : {}),
    load: exchangeUnder(extension, 'load', effect),
  };
  extension.onlyKnownKeys();
  return operation;
}

function exchangeUnder(extension: Reader, key: 'probe' | 'load' | 'refusal', effect: Operation['effect']): Exchange | undefined {
  if (!extension.has(key)) return undefined;
  const fields = extension.object(key);
  const exchange: Exchange = {
    parameters: parametersUnder(fields),
    body: fields.raw('body'),
    after: fields.has('after') ? fields.text('after') : undefined,
    expect: fields.has('expect') ? fields.integer('expect', { min: 200, max: 499 }) : EXPECTED[effect],
  };
  fields.onlyKnownKeys();
  return exchange;
}

function parametersUnder(fields: Reader): Readonly<Record<string, string>> {
  if (!fields.has('parameters')) return {};
  const source = fields.raw('parameters');
  const values = fields.object('parameters');
  return Object.fromEntries(Object.keys(Object(source)).map((name) => [name, values.text(name)]));
}
