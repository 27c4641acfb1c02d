import { instant, type Instant } from '../core/units';
import { UsageError } from './usage-error';

/** What `reconcile` is told on the command line; texts as typed. */
export interface GivenReconcileOptions {
  readonly from?: string;
  readonly to?: string;
  readonly since?: string;
  readonly release?: readonly string[];
  readonly apply?: boolean;
  readonly yes?: boolean;
  readonly format?: string;
}

export const reconcileFormats = ['text', 'markdown', 'json'] as const;
export type ReconcileFormat = (typeof reconcileFormats)[number];

export interface ReconcileOptions {
  /** Files with the settings of the environments. */
  readonly from: string;
  readonly to: string;
  readonly since: Instant;
  readonly releases: readonly string[];
  readonly apply: boolean;
  /** Nobody is asked. */
  readonly yes: boolean;
  readonly format: ReconcileFormat;
}

/** A zone has to be said: "10:00" means two things to two people when entries are counted. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** @throws UsageError with everything that is wrong */
export function readReconcileOptions(given: GivenReconcileOptions, now: Instant): ReconcileOptions {
  const { from = '', to = '', since = '', release = [], apply = false, yes = false, format = 'text' } = given;
  const problems: string[] = [];
  if (from === '') problems.push('--from must name a file with the settings of the environment whose database got the entries, got nothing');
  if (to === '') problems.push('--to must name a file with the settings of the environment that they belong to, got nothing');
  const at = momentIn(since, now, problems);
  const chosen = reconcileFormats.find((one) => one === format);
  if (chosen === undefined) problems.push(`--format must be one of ${reconcileFormats.join(', ')}, got ${JSON.stringify(format)}`);
  if (yes && !apply) problems.push('--yes is for --apply: without it nothing is written and nobody is asked');
  if (problems.length > 0) throw new UsageError(problems);
  return { from, to, since: at, releases: release, apply, yes, format: chosen ?? 'text' };
}

function momentIn(since: string, now: Instant, problems: string[]): Instant {
  const at = Date.parse(since);
  if (!MOMENT.test(since) || Number.isNaN(at)) problems.push(`--since must be a moment with its zone, such as 2026-11-23T23:00:00+09:00, got ${since === '' ? 'nothing' : JSON.stringify(since)}`);
  else if (at > now) problems.push(`--since must be in the past, got ${JSON.stringify(since)}`);
  return instant(at);
}
