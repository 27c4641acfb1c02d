import { spell } from '../../lib/core/checked';
import { Reader } from '../../lib/core/reader';

/** Whose ledger it is, and which keys vouch for it: by the ARNs of their aliases. */
export interface LedgerSettings {
  readonly stage: string;
  readonly service: string;
  readonly buildKey: string;
  readonly verdictKey: string;
  /** The stage whose word a release needs. @default - none is before this one */
  readonly before: { readonly stage: string; readonly verdictKey: string } | undefined;
}

/**
 * Reads `{"stage", "service", "buildKey", "verdictKey", "before": {"stage", "verdictKey"}}`; `before` may be left out.
 *
 * The word `off` is what a control run of a rehearsal writes; no template is synthesized with it.
 *
 * @throws an error with everything that is wrong
 */
export function readLedgerSettings(text: string): LedgerSettings | 'off' {
  if (text === 'off') return 'off';
  const read = new Reader(parsed(text), 'LEDGER');
  const before = read.has('before') ? read.object('before') : undefined;
  const settings = read.result({
    stage: read.text('stage'), service: read.text('service'), buildKey: read.text('buildKey'), verdictKey: read.text('verdictKey'),
    before: before && { stage: before.text('stage'), verdictKey: before.text('verdictKey') },
  });
  if (settings.ok) return settings.value;
  throw new Error(settings.problems.map(spell).join('; '));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`LEDGER in the environment of the function is no JSON: ${text}`);
  }
}
