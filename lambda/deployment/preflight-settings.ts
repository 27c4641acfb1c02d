import { spell } from '../../lib/core/checked';
import { Reader } from '../../lib/core/reader';
import type { Expected } from '../../lib/core/release/inspection';

/** What the topology has told about itself. */
export interface PreflightSettings extends Expected {
  readonly rules: { readonly production: string; readonly test: string };
  readonly stacks: readonly string[];
}

/**
 * Reads `{"alarms": {name: terms}, "stacks": [...]}` and `{"live": ARN, "test": ARN}`, the rules of the two listeners.
 *
 * The word `off` is what a control run of a rehearsal writes; no template is synthesized with it.
 *
 * @throws an error with everything that is wrong
 */
export function readPreflight(preflight: string, rules: string): PreflightSettings | 'off' {
  if (preflight === 'off') return 'off';
  const told = new Reader(parsed('PREFLIGHT', preflight), 'PREFLIGHT');
  const terms = told.object('alarms');
  const alarms = Object.fromEntries(Object.keys(Object(told.raw('alarms')) as object).map((name) => [name, terms.text(name)]));
  const read = told.result({ alarms, stacks: told.texts('stacks', { min: 1 }) });
  const ways = new Reader(parsed('RULES', rules), 'RULES');
  const arns = ways.result({ production: ways.text('live'), test: ways.text('test') });
  if (read.ok && arns.ok) return { ...read.value, rules: arns.value };
  throw new Error([read, arns].flatMap((one) => (one.ok ? [] : one.problems)).map(spell).join('; '));
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${name} in the environment of the function is no JSON: ${text}`);
  }
}
