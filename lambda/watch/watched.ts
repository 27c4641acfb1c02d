import { spell } from '../../lib/core/checked';
import { Reader } from '../../lib/core/reader';
import type { Expected } from '../../lib/core/release/inspection';
import type { Pair } from '../../lib/core/watch/sight';

/** What the topology has told the watch of what it watches. */
export interface Watched extends Expected {
  readonly rules: { readonly production: string; readonly test: string };
  readonly pair: Pair;
}

/**
 * Reads `RULES` `{"live": ARN, "test": ARN}`, `TARGET_GROUPS` `{"one": ARN, "two": ARN}` and `ALARMS` `{name: terms}`.
 *
 * @throws an error with everything that is wrong
 */
export function readWatched({ RULES, TARGET_GROUPS, ALARMS }: Readonly<Record<'RULES' | 'TARGET_GROUPS' | 'ALARMS', string>>): Watched {
  const [rules, groups] = [new Reader(parsed('RULES', RULES), 'RULES'), new Reader(parsed('TARGET_GROUPS', TARGET_GROUPS), 'TARGET_GROUPS')];
  const terms = parsed('ALARMS', ALARMS);
  const alarms = new Reader(terms, 'ALARMS');
  const read = [
    rules.result({ production: rules.text('live'), test: rules.text('test') }),
    groups.result([groups.text('one'), groups.text('two')] as const),
    alarms.result(Object.fromEntries(Object.keys(Object(terms) as object).map((name) => [name, alarms.text(name)]))),
  ] as const;
  const [forwarding, pair, deployed] = read;
  if (forwarding.ok && pair.ok && deployed.ok) return { rules: forwarding.value, pair: pair.value, alarms: deployed.value };
  throw new Error(read.flatMap((one) => (one.ok ? [] : one.problems)).map(spell).join('; '));
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${name} in the environment of the function is no JSON: ${text}`);
  }
}
