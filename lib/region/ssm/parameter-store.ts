import type { Clock } from '../../core/time';
import type { Instant } from '../../core/units';
import type { Place } from '../place';
import { ServiceError } from '../service-error';

export type ParameterKind = 'String' | 'StringList' | 'SecureString';

export interface StoredParameter {
  readonly type: ParameterKind;
  readonly value: string;
  readonly version: number;
  /** When it was written. */
  readonly at: Instant;
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const LONGEST = { Standard: 4096, Advanced: 8192, 'Intelligent-Tiering': 8192 } as const;
export type Tier = keyof typeof LONGEST;

/** Systems Manager's parameters, by account, region and name, with all their versions. */
export class ParameterStore {
  private readonly parameters = new Map<string, StoredParameter[]>();

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  /** The newest version, or the one with that number. */
  get(place: Place, name: string, version?: number): StoredParameter | undefined {
    const versions = this.parameters.get(key(place, name));
    return version === undefined ? versions?.at(-1) : versions?.find((stored) => stored.version === version);
  }

  /**
   * Writes a new version and answers its number. A type cannot be changed.
   *
   * @throws ServiceError in the service's words
   */
  put(place: Place, name: string, value: string, type: ParameterKind = 'String', tier: Tier = 'Standard'): number {
    refuseName(name);
    refuseValue(value, tier);
    const versions = this.parameters.get(key(place, name)) ?? [];
    const last = versions.at(-1);
    if (last !== undefined && last.type !== type) throw new ServiceError('HierarchyTypeMismatchException', `The parameter type of ${name} is ${last.type} and cannot be changed to ${type}.`);
    const version = (last?.version ?? 0) + 1;
    this.parameters.set(key(place, name), [...versions, { type, value, version, at: this.clock.now() }]);
    return version;
  }

  /** Names as they were given, in no order. */
  names(place: Place): readonly string[] {
    const start = key(place, '/');
    return [...this.parameters.keys()].filter((known) => known.startsWith(start)).map((known) => known.slice(start.length - 1));
  }

  remove(place: Place, name: string): void {
    this.parameters.delete(key(place, name));
  }
}

function refuseName(name: string): void {
  if (!/^\/?[a-zA-Z0-9_.-]+(\/[a-zA-Z0-9_.-]+)*$/.test(name) || name.length > 1011) {
    throw new ServiceError('ValidationException', `Parameter name: it may hold letters, digits, and the symbols _.-, in levels that begin with /, got ${JSON.stringify(name)}`);
  }
  if (name.split('/').length > 16) throw new ServiceError('HierarchyLevelLimitExceededException', 'A hierarchy can have a maximum of 15 levels.');
  if (/^\/?(aws|ssm)/i.test(name)) throw new ServiceError('ValidationException', 'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).');
}

function refuseValue(value: string, tier: Tier): void {
  if (value === '') throw new ServiceError('ValidationException', "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1.");
  if (value.includes('{{')) throw new ServiceError('ValidationException', 'Parameter value can\'t nest another parameter. Do not use "{{}}" in the value.');
  if (Buffer.byteLength(value) > LONGEST[tier]) throw new ServiceError('ValidationException', `${tier} tier parameters support a maximum parameter value of ${LONGEST[tier]} characters.`);
}

const key = ({ account, region }: Place, name: string): string => `${account}/${region}${name.startsWith('/') ? '' : '/'}${name}`;
