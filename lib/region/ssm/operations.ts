import type { Operation } from '../endpoint/json-protocol';
import { isTrue, refuseOthers, refuseUnless, textOf, textsOf, wholeNumber, type Fields } from '../fields';
import { pageOf } from '../paging';
import { arnOf, placeOf, type Place } from '../place';
import { ServiceError } from '../service-error';
import type { ParameterKind, ParameterStore, StoredParameter, Tier } from './parameter-store';

const INVALID = 'ValidationException';
/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const MOST_NAMES = 10;

/** The operations of Parameter Store that functions, tasks and scripts use. */
export function parameterOperations(store: ParameterStore): Readonly<Record<string, Operation>> {
  return {
    GetParameter: async (input, caller) => {
      refuseOthers('GetParameter', input, { served: ['Name', 'WithDecryption'] }, INVALID);
      const name = String(input['Name']);
      const found = find(store, placeOf(caller), name, input);
      if (found === undefined) throw new ServiceError('ParameterNotFound', '');
      return { Parameter: found };
    },
    GetParameters: async (input, caller) => {
      refuseOthers('GetParameters', input, { served: ['Names', 'WithDecryption'] }, INVALID);
      const names = textsOf(input['Names']);
      if (names.length === 0 || names.length > MOST_NAMES) throw new ServiceError(INVALID, `1 validation error detected: Value at 'names' failed to satisfy constraint: Member must have length from 1 to ${MOST_NAMES}.`);
      const looked = names.map((name) => ({ name, found: find(store, placeOf(caller), name, input) }));
      return { Parameters: looked.flatMap(({ found }) => found ?? []), InvalidParameters: looked.filter(({ found }) => found === undefined).map(({ name }) => name) };
    },
    GetParametersByPath: async (input, caller) => byPath(store, placeOf(caller), input),
    PutParameter: async (input, caller) => put(store, placeOf(caller), input),
  };
}

function byPath(store: ParameterStore, place: Place, input: Fields): object {
  refuseOthers('GetParametersByPath', input, { served: ['Path', 'Recursive', 'WithDecryption', 'MaxResults', 'NextToken'] }, INVALID);
  const path = String(input['Path']);
  if (!path.startsWith('/')) throw new ServiceError(INVALID, 'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/".');
  const below = path.endsWith('/') ? path : `${path}/`;
  const names = store.names(place).filter((name) => name.startsWith(below) && (isTrue(input['Recursive']) || !name.slice(below.length).includes('/'))).sort();
  const { items, next } = pageOf(names, input['NextToken'], wholeNumber('MaxResults', input['MaxResults'], [1, MOST_NAMES], MOST_NAMES), 'InvalidNextToken');
  return { Parameters: items.flatMap((name) => find(store, place, name, input) ?? []), ...(next === undefined ? {} : { NextToken: next }) };
}

function put(store: ParameterStore, place: Place, input: Fields): object {
  refuseOthers('PutParameter', input, { served: ['Name', 'Value', 'Type', 'Overwrite', 'Tier', 'DataType', 'AllowedPattern'], withoutEffect: ['Description', 'Tags'] }, INVALID);
  refuseUnless('PutParameter.DataType', input['DataType'], ['text'], INVALID);
  const [name, value, pattern] = [String(input['Name']), String(input['Value']), textOf(input['AllowedPattern'])];
  const known = store.get(place, name);
  if (known !== undefined && !isTrue(input['Overwrite'])) {
    throw new ServiceError('ParameterAlreadyExists', 'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.');
  }
  if (known === undefined && input['Type'] === undefined) throw new ServiceError(INVALID, 'A parameter type is required when you create a parameter.');
  refuseUnless('PutParameter.Type', input['Type'], ['String', 'StringList', 'SecureString'], INVALID);
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value)) throw new ServiceError('ParameterPatternMismatchException', `Parameter value, cannot be validated against allowedPattern: ${pattern}`);
  const tier = (input['Tier'] ?? 'Standard') as Tier;
  return { Version: store.put(place, name, value, (input['Type'] ?? known?.type) as ParameterKind, tier), Tier: tier };
}

/** By name, `name:version` or ARN. */
function find(store: ParameterStore, place: Place, reference: string, { WithDecryption }: Fields): object | undefined {
  const [, arnName] = /^arn:aws:ssm:[^:]*:\d*:parameter(\/.+)$/.exec(reference) ?? [];
  const [, name = '', version] = /^([^:]*)(?::(\d+))?$/.exec(arnName ?? reference) ?? [];
  const given = store.get(place, name, version === undefined ? undefined : Number(version));
  return given === undefined ? undefined : describe(name, given, place, isTrue(WithDecryption));
}

function describe(name: string, { type, value, version, at }: StoredParameter, place: Place, decrypted: boolean): object {
  if (type === 'SecureString' && !decrypted) throw new ServiceError(INVALID, `the region shows a SecureString only WithDecryption, got ${name} without it`);
  return { Name: name, Type: type, Value: value, Version: version, LastModifiedDate: at / 1_000, ARN: arnOf('ssm', place, `parameter/${name.replace(/^\//, '')}`), DataType: 'text' };
}
