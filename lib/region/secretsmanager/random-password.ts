import type { Identifiers } from '../identifiers';
import { ServiceError } from '../service-error';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html */
const KINDS = {
  lowercase: 'abcdefghijklmnopqrstuvwxyz',
  uppercase: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  numbers: '0123456789',
  punctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  space: ' ',
} as const;

export interface PasswordRules {
  readonly length: number;
  readonly excluded: ReadonlySet<keyof typeof KINDS>;
  readonly excludedCharacters: string;
  readonly requireEach: boolean;
}

const NAMES = new Set([
  'ExcludeCharacters', 'ExcludeLowercase', 'ExcludeNumbers', 'ExcludePunctuation', 'ExcludeUppercase', 'GenerateStringKey', 'IncludeSpace', 'PasswordLength',
  'RequireEachIncludedType', 'SecretStringTemplate',
]);

/** Reads `GenerateSecretString`. @throws ServiceError for what the service refuses */
export function readPasswordRules(properties: Readonly<Record<string, unknown>>): PasswordRules {
  const unknown = Object.keys(properties).filter((name) => !NAMES.has(name));
  if (unknown.length > 0) throw new ServiceError('InvalidParameterException', `Encountered unsupported property ${unknown.join(', ')}`);
  const is = (name: string, otherwise = false): boolean => String(properties[name] ?? otherwise) === 'true';
  const length = Number(properties['PasswordLength'] ?? 32);
  if (!Number.isInteger(length) || length < 1 || length > 4096) throw new ServiceError('InvalidParameterException', `PasswordLength must be from 1 to 4096, got ${String(properties['PasswordLength'])}`);
  const excluded = new Set<keyof typeof KINDS>([
    ...(is('ExcludeLowercase') ? ['lowercase'] as const : []), ...(is('ExcludeUppercase') ? ['uppercase'] as const : []), ...(is('ExcludeNumbers') ? ['numbers'] as const : []),
    ...(is('ExcludePunctuation') ? ['punctuation'] as const : []), ...(is('IncludeSpace') ? [] : ['space'] as const),
  ]);
  return { length, excluded, excludedCharacters: String(properties['ExcludeCharacters'] ?? ''), requireEach: is('RequireEachIncludedType', true) };
}

/** @throws ServiceError when the rules leave nothing to choose from, or are too short for one of each kind */
export function randomPassword({ length, excluded, excludedCharacters, requireEach }: PasswordRules, ids: Identifiers): string {
  const alphabets = (Object.keys(KINDS) as (keyof typeof KINDS)[]).filter((kind) => !excluded.has(kind))
    .map((kind) => [...KINDS[kind]].filter((character) => !excludedCharacters.includes(character)).join('')).filter((alphabet) => alphabet !== '');
  if (alphabets.length === 0) throw new ServiceError('InvalidParameterException', 'The password cannot be generated: every character is excluded.');
  const required = requireEach ? alphabets.map((alphabet) => ids.of(alphabet, 1)) : [];
  if (required.length > length) throw new ServiceError('InvalidParameterException', `The password length ${length} is too short for one of each included type.`);
  const drawn = [...required, ...ids.of(alphabets.join(''), length - required.length)];
  return ids.shuffled(drawn).join('');
}
