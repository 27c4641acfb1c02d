import { resolve } from 'node:path';
import { risks, type Risk } from '../core/review/risk';

/** What `review` is told on the command line; texts as typed. */
export interface GivenReviewOptions {
  readonly from?: string;
  readonly to?: string;
  readonly format?: string;
  readonly limit?: string;
  readonly rehearsal?: readonly string[];
  readonly lastKnownGood?: readonly string[];
}

export const reviewFormats = ['text', 'markdown', 'json'] as const;
export type ReviewFormat = (typeof reviewFormats)[number];

export interface ReviewOptions {
  /** Directories of the assemblies; nothing where none was named, which is a problem. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly format: ReviewFormat;
  /** The worst risk that is still let through; `undefined`: any but one that nobody can approve. */
  readonly limit: Risk | undefined;
  /** Files that `rehearse --json` wrote, and files that describe the releases which run today. */
  readonly rehearsals: readonly string[];
  readonly lastKnownGood: readonly string[];
  /** Everything that is wrong with what was typed. */
  readonly problems: readonly string[];
}

/** Risks that somebody can approve. */
const limits = risks.levels.filter((level) => level !== 'refused');

/** Reads what was typed. Problems are told with those of the assemblies, all at once. */
export function readReviewOptions({ from, to, format = 'text', limit, rehearsal = [], lastKnownGood = [] }: GivenReviewOptions): ReviewOptions {
  const problems: string[] = [];
  for (const [name, directory] of [['from', from], ['to', to]] as const) {
    if (directory === undefined) problems.push(`--${name} must name a cloud assembly, got nothing: the directory that \`npx cdk synth\` wrote ${name === 'from' ? 'before' : 'with'} the change`);
  }
  const chosen = reviewFormats.find((one) => one === format);
  if (chosen === undefined) problems.push(`--format must be one of ${reviewFormats.join(', ')}, got ${JSON.stringify(format)}`);
  const most = limits.find((one) => one === limit);
  if (limit !== undefined && most === undefined) problems.push(`--limit must be one of ${limits.join(', ')}, got ${JSON.stringify(limit)}`);
  return { from: from && resolve(from), to: to && resolve(to), format: chosen ?? 'text', limit: most, rehearsals: rehearsal, lastKnownGood, problems };
}
