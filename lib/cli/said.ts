import type { SignedEntry } from '../core/ledger/fact';
import { exits, type Host } from './host';

/** What a command has written into a ledger. */
export interface Said {
  readonly release: string;
  readonly stage: string;
  readonly service: string;
  readonly entries: readonly SignedEntry[];
  readonly text: string;
}

/** Tells what is written down now; the JSON is as `release.schema.json` says. */
export function said({ release, stage, service, entries, text }: Said, json: boolean, host: Host): number {
  const last = entries.at(-1);
  const head = last === undefined ? null : `${last.entry.sequence}:${last.hash}`;
  host.out(json ? `${JSON.stringify({ release, stage, service, done: true, reasons: [], entries: entries.map(({ entry: { sequence, at, fact: { kind } } }) => ({ sequence, at, kind })), head })}\n` : `${text}\n`);
  return exits.asExpected;
}

/** Tells every reason why nothing was written down. */
export function refuse(what: string, reasons: readonly string[], json: { readonly release: string; readonly stage: string; readonly service: string } | undefined, host: Host): number {
  if (json !== undefined) host.out(`${JSON.stringify({ ...json, done: false, reasons, entries: [], head: null })}\n`);
  else host.err(`${what}:\n${reasons.map((reason) => `- ${reason}\n`).join('')}`);
  return exits.no;
}
