export interface NumberRule {
  readonly least: number;
  readonly most: number;
  readonly whole?: boolean;
  /** The rule in words, for whoever broke it. */
  readonly rule: string;
}

/** The number that was typed; nothing when there is none. One that breaks the rule is put with the problems. */
export function numberIn(name: string, typed: string | undefined, { least, most, whole = false, rule }: NumberRule, problems: string[]): number | undefined {
  if (typed === undefined) return undefined;
  const read = Number(typed);
  if (typed.trim() !== '' && read >= least && read <= most && (!whole || Number.isInteger(read))) return read;
  problems.push(`--${name} must be ${rule}, got ${JSON.stringify(typed)}`);
  return undefined;
}
