/** Where chance comes from: the same seed gives the same answers in the same order. */
export interface Dice {
  /** A number from 0 (included) to 1 (excluded). */
  roll(): number;
  /** A number from `low` (included) to `high` (excluded). */
  between(low: number, high: number): number;
  /** The same things in another order. */
  shuffled<T>(things: readonly T[]): readonly T[];
  /** An independent source that depends only on the seed and `name`, not on what was rolled before. */
  named(name: string): Dice;
}

/** Mulberry32 by Tommy Ettinger: small, fast, and good enough for choosing delays and requests. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const roll = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    roll,
    between: (low, high) => low + roll() * (high - low),
    shuffled: (things) => {
      const order = [...things];
      for (let last = order.length - 1; last > 0; last -= 1) {
        const chosen = Math.floor(roll() * (last + 1));
        [order[last], order[chosen]] = [order[chosen] as (typeof order)[number], order[last] as (typeof order)[number]];
      }
      return order;
    },
    named: (name) => dice(seedOf(`${seed}/${name}`)),
  };
}

/** A seed that depends on every character of `text`: FNV-1a, 32 bits. */
export function seedOf(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value >>> 0;
}
