import { resolve } from 'node:path';
import type { Wanted } from '../core/ledger/rollback-target';
import { readLedgerOptions, type GivenLedgerOptions, type LedgerOptions } from './ledger-options';
import { UsageError } from './usage-error';

export interface GivenRollbackOptions extends GivenLedgerOptions {
  readonly to?: string;
  readonly bundle?: string;
  readonly rehearsed?: boolean;
  readonly yes?: boolean;
}

export interface RollbackOptions extends LedgerOptions {
  readonly wanted: Wanted;
  /** Where the bundle of the target lies. @default - it is looked for where synthesis leaves bundles */
  readonly bundle: string | undefined;
  readonly rehearsed: boolean;
  readonly yes: boolean;
}

const RELEASE = /^(\d{4}-\d{2}-\d{2}|local)-[0-9a-f]{12}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** @throws UsageError with everything that is wrong */
export function readRollbackOptions({ to, bundle, rehearsed = false, yes = false, ...given }: GivenRollbackOptions): RollbackOptions {
  const options = readLedgerOptions(given);
  const wanted = wantedIn(to);
  if (wanted === undefined) throw new UsageError([`--to must be a release such as 2026-11-23-3f9c0d1e2b4a, a day such as 2026-11-23 (its end, UTC), or a moment such as 2026-11-23T18:30:00+09:00, got ${JSON.stringify(to)}`]);
  return { ...options, wanted, bundle: bundle && resolve(bundle), rehearsed, yes };
}

function wantedIn(to: string | undefined): Wanted | undefined {
  if (to === undefined) return { kind: 'last-known-good' };
  if (RELEASE.test(to)) return { kind: 'release', name: to };
  const at = Date.parse(DAY.test(to) ? `${to}T23:59:59.999Z` : MOMENT.test(to) ? to : 'never');
  return Number.isNaN(at) ? undefined : { kind: 'moment', at: new Date(at).toISOString() };
}
