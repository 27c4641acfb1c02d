import { accepted, type Checked } from '../checked';
import { Reader } from '../reader';

/** A release that goes out although alarms fire, because it ends what they fire for. */
export interface Fix {
  /** Exactly the alarms that may be red; all others still stop the release. */
  readonly alarms: readonly string[];
  /** Who reads the records later has to understand it. */
  readonly reason: string;
}

/** What the property `Fixes` of a deployment says: `{"Alarms": [...], "Reason": "..."}`; `undefined` when it is left out. */
export function readFix(given: unknown): Checked<Fix | undefined> {
  if (given === undefined) return accepted(undefined);
  const reader = new Reader(given, 'Fixes');
  const fix = { alarms: reader.texts('Alarms', { min: 1, max: 9, like: 'names of alarms' }), reason: reader.text('Reason', { like: 'the reason, in words' }) };
  reader.onlyKnownKeys();
  return reader.result(fix);
}

/** As it is written into the description of the deployment and into the log. */
export const spellFix = ({ alarms, reason }: Fix): string => `fixes ${alarms.join(', ')}: ${reason}`;
