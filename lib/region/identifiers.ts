import type { Dice } from '../core/chance';

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
const HEX = '0123456789abcdef';

/** Makes the names that AWS would make up; the same seed makes the same names. */
export interface Identifiers {
  upper(length: number): string;
  lower(length: number): string;
  hex(length: number): string;
  uuid(): string;
  /** So many characters of an alphabet. */
  of(alphabet: string, length: number): string;
  /** The same things in another order. */
  shuffled<T>(things: readonly T[]): readonly T[];
}

export function identifiers(dice: Dice): Identifiers {
  const pick = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet.charAt(Math.floor(dice.roll() * alphabet.length))).join('');
  return {
    upper: (length) => pick(UPPER, length),
    lower: (length) => pick(LOWER, length),
    hex: (length) => pick(HEX, length),
    of: pick,
    shuffled: (things) => dice.shuffled(things),
    uuid: () => [8, 4, 4, 4, 12].map((length) => pick(HEX, length)).join('-'),
  };
}
