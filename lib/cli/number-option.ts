export interface NumberRule {
  readonly least: number;
  readonly most: number;
  readonly whole?: boolean;
  /** The rule in words, for whoever broke it. */
  readonly rule: string;
}

export const SPEED: NumberRule = { least: 1, most: 600, rule: 'a number from 1 to 600: how many times as fast as on AWS time runs' };
export const SEED: NumberRule = { least: 0, most: 2 ** 31, whole: true, rule: 'a whole number from 0' };

/** The number that was typed; nothing when there is none. One that breaks the rule is put with the problems. */
export function numberIn(name: string, typed: string | undefined, { least, most, whole = false, rule }: NumberRule, problems: string[]): number | undefined {
  if (typed === undefined) return undefined;
  const read = Number(typed);
  if (typed.trim() !== '' && read >= least && read <= most && (!whole || Number.isInteger(read))) return read;
  problems.push(`--${name} must be ${rule}, got ${JSON.stringify(typed)}`);
  return undefined;
}
