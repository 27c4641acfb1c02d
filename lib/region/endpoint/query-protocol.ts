import type { Fields } from '../fields';
import { ServiceError } from '../service-error';
import { contentTypeOf, type Caller, type Headers } from './json-protocol';

/** What a request says, by AWS Query: `Names.member.1=a` is the list `Names`. */
export interface QueryInput {
  text(name: string): string | undefined;
  list(name: string): readonly string[];
  /** Names of all fields, for whoever has to refuse others. */
  readonly fields: readonly string[];
  /** The same as an object: `Tags.member.1.Key=a` is a list `Tags` of objects with a `Key`. Every leaf is a text. */
  readonly tree: Fields;
}

export type QueryOperation = (input: QueryInput, caller: Caller) => Promise<unknown>;

/** A service that older clients speak to by AWS Query: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export interface QueryService {
  /** As in the prefix of the JSON protocol's targets: for whoever judges permissions. */
  readonly name: string;
  readonly signingName: string;
  readonly namespace: string;
  readonly operations: Readonly<Record<string, QueryOperation>>;
  /** Operations that nobody signs, because what proves who asks is in the request. @default - none */
  readonly unsigned?: readonly string[];
}

/** Services by the version of their API, which a request carries. */
export type QueryServices = Readonly<Record<string, QueryService>>;

export const isQuery = (method: string, headers: Headers): boolean => method === 'POST' && contentTypeOf(headers) === 'application/x-www-form-urlencoded';

export interface QueryCall {
  readonly service: QueryService;
  readonly action: string;
  readonly run: QueryOperation;
  readonly input: QueryInput;
}

/** @throws ServiceError `InvalidAction`, naming what the region does not have */
export function queryCall(body: string, services: QueryServices): QueryCall {
  const given = new URLSearchParams(body);
  const [action, version] = [given.get('Action') ?? '', given.get('Version') ?? ''];
  const service = Object.hasOwn(services, version) ? services[version] : undefined;
  if (service === undefined) throw new ServiceError('InvalidAction', `the region has no service of the version '${version}' for AWS Query (action '${action}')`);
  const run = Object.hasOwn(service.operations, action) ? service.operations[action] : undefined;
  if (run === undefined) throw new ServiceError('InvalidAction', `the region does not know the operation ${action} of ${service.name}`);
  return { service, action, run, input: readQuery(given) };
}

function readQuery(given: URLSearchParams): QueryInput {
  const names = [...given.keys()].filter((name) => name !== 'Action' && name !== 'Version');
  return {
    text: (name) => given.get(name) ?? undefined,
    list: (name) => names.filter((key) => new RegExp(`^${name}\\.member\\.\\d+$`).test(key)).sort((one, other) => indexOf(one) - indexOf(other)).map((key) => given.get(key) ?? ''),
    fields: [...new Set(names.map((name) => name.split('.')[0] ?? ''))],
    tree: treeOf(names.map((name) => [name.split('.'), given.get(name) ?? ''])),
  };
}

type Leaf = readonly [path: readonly string[], text: string];

function treeOf(leaves: readonly Leaf[]): Fields {
  return Object.fromEntries([...grouped(leaves, ([[first = '']]) => first)].map(([name, below]) => [name, valueOf(below.map(([[, ...rest], text]) => [rest, text]))]));
}

/** A list has a `member` and a number for each of its items; an empty one is the empty text. */
function valueOf(leaves: readonly Leaf[]): unknown {
  const [[path = [], text = ''] = []] = leaves;
  if (path.length === 0) return text;
  if (path[0] !== 'member') return treeOf(leaves);
  const items = grouped(leaves, ([[, index]]) => Number(index));
  return [...items].sort(([one], [other]) => one - other).map(([, below]) => valueOf(below.map(([[, , ...rest], leaf]) => [rest, leaf])));
}

function grouped<K>(leaves: readonly Leaf[], keyOf: (leaf: Leaf) => K): ReadonlyMap<K, readonly Leaf[]> {
  const groups = new Map<K, Leaf[]>();
  for (const leaf of leaves) groups.set(keyOf(leaf), [...groups.get(keyOf(leaf)) ?? [], leaf]);
  return groups;
}

const indexOf = (key: string): number => Number(key.split('.').at(-1));

export function queryAnswer({ service: { namespace }, action }: Pick<QueryCall, 'service' | 'action'>, result: unknown, requestId: string): string {
  return `<${action}Response xmlns="${namespace}"><${action}Result>${xml(result)}</${action}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`;
}

/** @param fault whose it is: a client does not try again what is its own */
export function queryError(code: string, message: string, fault: 'Sender' | 'Receiver', requestId: string): string {
  return `<ErrorResponse><Error>${xml({ Type: fault, Code: code, Message: message })}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}

/** Lists have a `member` for each item; what is not there has no element. */
function xml(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((item) => `<member>${xml(item)}</member>`).join('');
  if (typeof value === 'object') return Object.entries(value).filter(([, inner]) => inner !== undefined).map(([name, inner]) => `<${name}>${xml(inner)}</${name}>`).join('');
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
