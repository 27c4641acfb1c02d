import type { Dice } from '../../lib/core/chance';

type Path = readonly (string | number)[];

export interface Mutated {
  readonly value: unknown;
  /** What was done, for whoever repeats it. */
  readonly done: readonly string[];
}

const pick = <T>(chance: Dice, from: readonly T[]): T => from[Math.floor(chance.roll() * from.length)] as T;

/** What nobody would write, and what somebody does by mistake. */
const STRANGE: readonly unknown[] = [
  null, '', ' ', 0, -1, 1.5, 1e308, -0, 2 ** 53, true, false, [], {}, [null], [[]], { a: 1 }, 'undefined', 'null', '__proto__', 'constructor', '${Token[1]}', '\u0000', '\n', 'línea\nzwei', '🦊'.repeat(50), 'x'.repeat(5_000),
  '999999999999', '0', '-1', '1e3', 'arn:', 'arn:aws:ecs:::', 'true', '2026-11-23', '%s%n', '../../etc/passwd', '<a>&amp;</a>', { toString: 'x' }, { length: 3 }, Array.from({ length: 40 }, (_, at) => at),
];

/** One to three changes anywhere in a value of JSON. */
export function mutated(value: unknown, chance: Dice): Mutated {
  const done: string[] = [];
  let now = structuredClone(value);
  const times = 1 + Math.floor(chance.roll() * 3);
  for (let time = 0; time < times; time += 1) now = changed(now, pick(chance, pathsIn(now)), chance, done);
  return { value: now, done };
}

function pathsIn(value: unknown, at: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...at, Array.isArray(value) ? Number(key) : key]))];
}

function changed(value: unknown, [key, ...rest]: Path, chance: Dice, done: string[]): unknown {
  if (key === undefined) return differently(value, chance, done);
  if (typeof value !== 'object' || value === null) return value;
  const isLast = rest.length === 0;
  const how = isLast ? chance.roll() : 1;
  if (how < 0.2) return without(value, key, done);
  if (how < 0.3) return misspelt(value, String(key), done);
  const inner = changed((value as Readonly<Record<string | number, unknown>>)[key], rest, chance, done);
  done.push(`at ${key}`);
  return Array.isArray(value) ? value.map((one, at) => (at === key ? inner : (one as unknown))) : defined(value, String(key), inner);
}

/** Assigning would set the prototype where the key is `__proto__`. */
const defined = (value: object, key: string, inner: unknown): object => Object.fromEntries([...Object.entries(value).filter(([name]) => name !== key), [key, inner]]);

function without(value: object, key: string | number, done: string[]): unknown {
  done.push(`without ${key}`);
  return Array.isArray(value) ? value.filter((_, at) => at !== key) : Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}

function misspelt(value: object, key: string, done: string[]): unknown {
  done.push(`${key} misspelt`);
  return Array.isArray(value) ? [...value, ...(value as unknown[])] : Object.fromEntries(Object.entries(value).map(([name, inner]) => [name === key ? `${name}s` : name, inner as unknown]));
}

function differently(value: unknown, chance: Dice, done: string[]): unknown {
  if (typeof value === 'string' && chance.roll() < 0.5) return mutatedText(value, chance, done);
  if (typeof value === 'number' && chance.roll() < 0.5) {
    const other = pick(chance, [value + 1, value - 1, -value, value * 1_000, value / 3, String(value)]);
    done.push(`${value} becomes ${JSON.stringify(other)}`);
    return other;
  }
  const strange = pick(chance, STRANGE);
  done.push(`becomes ${JSON.stringify(strange).slice(0, 40)}`);
  return structuredClone(strange);
}

/** A text with something cut out, doubled, put in or exchanged. */
export function mutatedText(text: string, chance: Dice, done: string[]): string {
  const at = Math.floor(chance.roll() * (text.length + 1));
  const end = Math.min(text.length, at + Math.ceil(chance.roll() * 12));
  const put = pick(chance, ['{', '}', '[', ']', '"', ':', ',', '\n', ' ', '- ', '&a ', '*a', '!!binary ', '#', '\t', '\\', '\u0000', '0', '|', '%', '\ufeff', "'", '---\n', '? ', '<<: ', '\u2028']);
  const [what, result] = pick(chance, [
    ['cut', text.slice(0, at) + text.slice(end)], ['ended', text.slice(0, at)], ['doubled', text.slice(0, end) + text.slice(at)], ['put in', text.slice(0, at) + put + text.slice(at)],
    ['exchanged', text.slice(0, at) + put + text.slice(at + 1)], ['turned', text.slice(end) + text.slice(0, end)],
  ] as const);
  done.push(`${what} at ${at}${what === 'put in' || what === 'exchanged' ? ` ${JSON.stringify(put)}` : ''}`);
  return result;
}
