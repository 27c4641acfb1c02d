import type { Caller } from '../endpoint/json-protocol';
import type { Fields } from '../fields';
import { placeOf, type Place } from '../place';
import type { Need } from './need';

/** What one operation needs, by its input: the actions and resources of https://docs.aws.amazon.com/service-authorization/latest/reference/ */
export type NeedsOf = (input: Fields, place: Place) => readonly Need[];

/** What the operations of a service need, by name. An operation that is not in the table cannot be asked for by a role. */
export type AccessTable = Readonly<Record<string, NeedsOf>>;

export const needsOf = (table: AccessTable | undefined, operation: string, input: Fields, caller: Caller): readonly Need[] | undefined =>
  (table !== undefined && Object.hasOwn(table, operation) ? table[operation]?.(input, placeOf(caller)) : undefined);
