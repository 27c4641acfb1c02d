import { accepted, type Checked, type Problem } from './checked';

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/**
 * Reads one object that came from outside, collecting every problem instead of stopping at the first.
 *
 * Each method returns a value of the right type even when the input is wrong, so that reading goes on; nothing read may
 * be used before `result` has said that there were no problems.
 */
export class Reader {
  private readonly fields: Readonly<Record<string, unknown>>;
  private readonly known = new Set<string>();
  private readonly problems: Problem[];

  constructor(source: unknown, private readonly path: string, problems: Problem[] = []) {
    this.problems = problems;
    const isObject = typeof source === 'object' && source !== null && !Array.isArray(source);
    this.fields = isObject ? (source as Record<string, unknown>) : {};
    if (!isObject) this.wrong('', `must be an object, got ${show(source)}`);
  }

  has(key: string): boolean {
    this.known.add(key);
    return this.fields[key] !== undefined;
  }

  text(key: string, rule: { readonly pattern?: RegExp; readonly like?: string } = {}): string {
    const value = this.take(key);
    const fits = typeof value === 'string' && value !== '' && (rule.pattern?.test(value) ?? true);
    if (!fits) this.wrong(key, `must be ${rule.like ?? 'a text that is not empty'}, got ${show(value)}`);
    return fits ? value : '';
  }

  integer(key: string, bounds: Bounds = {}): number {
    return this.numeric(key, bounds, 'a whole number', Number.isInteger);
  }

  number(key: string, bounds: Bounds = {}): number {
    return this.numeric(key, bounds, 'a number', Number.isFinite);
  }

  flag(key: string): boolean {
    const value = this.take(key);
    if (typeof value !== 'boolean') this.wrong(key, `must be true or false, got ${show(value)}`);
    return value === true;
  }

  oneOf<const Choice extends string>(key: string, choices: readonly [Choice, ...Choice[]]): Choice {
    const value = this.take(key);
    const found = choices.find((choice) => choice === value);
    if (found === undefined) this.wrong(key, `must be one of ${choices.join(', ')}, got ${show(value)}`);
    return found ?? choices[0];
  }

  texts(key: string, rule: { readonly min?: number; readonly max?: number; readonly pattern?: RegExp; readonly like?: string } = {}): readonly string[] {
    const value = this.take(key);
    const fits = Array.isArray(value)
      && value.length >= (rule.min ?? 0) && value.length <= (rule.max ?? Infinity)
      && value.every((item) => typeof item === 'string' && (rule.pattern?.test(item) ?? item !== ''));
    if (!fits) this.wrong(key, `must be a list of ${rule.like ?? 'texts'}${size(rule)}, got ${show(value)}`);
    return fits ? (value as readonly string[]) : [];
  }

  /** The object under `key`, read by the same rules; its problems join these. */
  object(key: string): Reader {
    return new Reader(this.take(key), this.at(key), this.problems);
  }

  /** The objects in the list under `key`, each to be read by the same rules; their problems join these. */
  objects(key: string): readonly Reader[] {
    const value = this.take(key);
    if (!Array.isArray(value)) this.wrong(key, `must be a list, got ${show(value)}`);
    return Array.isArray(value) ? value.map((one, index) => new Reader(one, `${this.at(key)}[${index}]`, this.problems)) : [];
  }

  /** The raw value, for a reader of its own. */
  raw(key: string): unknown {
    return this.take(key);
  }

  /** Adds a rule that concerns several fields; `key` is where the writer should look. */
  wrong(key: string, message: string): void {
    this.problems.push({ path: this.at(key), message });
  }

  /** A misspelt setting is the commonest wrong setting: every key that nobody asked for is a problem. */
  onlyKnownKeys(): void {
    for (const key of Object.keys(this.fields).filter((name) => !this.known.has(name))) {
      this.wrong(key, `is not a setting here: remove it, or use one of ${[...this.known].sort().join(', ')}`);
    }
  }

  result<T>(value: T): Checked<T> {
    return this.problems.length === 0 ? accepted(value) : { ok: false, problems: this.problems };
  }

  private numeric(key: string, { min = -Infinity, max = Infinity }: Bounds, kind: string, is: (value: number) => boolean): number {
    const value = this.take(key);
    const fits = typeof value === 'number' && is(value) && value >= min && value <= max;
    if (!fits) this.wrong(key, `must be ${kind}${range(min, max)}, got ${show(value)}`);
    return fits ? value : Number.NaN;
  }

  private take(key: string): unknown {
    this.known.add(key);
    return this.fields[key];
  }

  private at(key: string): string {
    // A key that would break the line is shown as JSON has it.
    return [this.path, /[\p{Cc}\u2028\u2029]/u.test(key) ? JSON.stringify(key) : key].filter((part) => part !== '').join('.');
  }
}

function range(min: number, max: number): string {
  if (min === -Infinity && max === Infinity) return '';
  if (max === Infinity) return ` of at least ${min}`;
  return min === -Infinity ? ` of at most ${max}` : ` from ${min} to ${max}`;
}

function size({ min, max }: { readonly min?: number; readonly max?: number }): string {
  if (min === undefined && max === undefined) return '';
  return ` (${[min === undefined ? '' : `at least ${min}`, max === undefined ? '' : `at most ${max}`].filter(Boolean).join(', ')})`;
}

/** What was found, short enough for one line. */
function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${closed(text.slice(0, 57))}...` : text;
}

/** What was cut inside quotes gets its quote back, so that nobody takes the words after it for a part of it. */
function closed(cut: string): string {
  const whole = cut.replace(/\\(u[0-9a-f]{0,3})?$/, '');
  return (whole.replaceAll(/\\./g, '').match(/"/g) ?? []).length % 2 === 0 ? whole : `${whole}"`;
}
