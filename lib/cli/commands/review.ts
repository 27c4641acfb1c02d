import { accepted, type Checked, spell } from '../../core/checked';
import type { Change, ReviewedStack } from '../../core/review/change';
import { review } from '../../core/review/review';
import { risks, type Risk } from '../../core/review/risk';
import { compare, UnreadableTemplate } from '../../edge/review/compare';
import { readReviewed } from '../../edge/review/read-reviewed';
import { markdown } from '../../report/markdown';
import { plainText } from '../../report/plain-text';
import { exits, type Host } from '../host';
import { reviewJson } from '../review-json';
import type { ReviewOptions } from '../review-options';
import { asCode, plainly, reviewReport } from '../review-report';
import { UsageError } from '../usage-error';

/** Compares two assemblies and says what a reviewer has to look at; ends with 1 when the risk is above the limit, or nobody can approve it. */
export async function reviewCommand({ from, to, format, limit, problems }: ReviewOptions, host: Host): Promise<number> {
  const [before, after] = await Promise.all([from, to].map((directory) => (directory === undefined ? nothing : readReviewed(directory)))) as [Checked<readonly ReviewedStack[]>, Checked<readonly ReviewedStack[]>];
  const wrong = [...problems, ...[before, after].flatMap((read) => (read.ok ? [] : read.problems.map(spell))), ...strangers(before, after)];
  if (!before.ok || !after.ok || wrong.length > 0) throw new UsageError([...new Set(wrong)]);
  const done = review({ before: before.value, after: after.value, changes: compared(before.value, after.value) });
  const within = isWithin(done.risk, limit);
  if (format === 'json') host.out(`${JSON.stringify(reviewJson(done, within), null, 2)}\n`);
  else host.out(format === 'markdown' ? markdown(reviewReport(done, asCode)) : plainText(reviewReport(done, plainly), { width: host.width }));
  if (!within && limit !== undefined && done.risk !== 'refused') host.err(`the risk is ${done.risk}, above the limit ${limit}\n`);
  return within ? exits.asExpected : exits.no;
}

/** @throws UsageError */
function compared(before: readonly ReviewedStack[], after: readonly ReviewedStack[]): readonly Change[] {
  try {
    return compare(before, after);
  } catch (thrown) {
    throw thrown instanceof UnreadableTemplate ? new UsageError([thrown.message]) : thrown;
  }
}

const nothing: Checked<readonly ReviewedStack[]> = accepted([]);

const isWithin = (risk: Risk, limit: Risk | undefined): boolean => risk !== 'refused' && (limit === undefined || risks.atLeast(limit, risk));

/** Two assemblies without a stack in common are of two apps, and everything about them is different. */
function strangers(before: Checked<readonly ReviewedStack[]>, after: Checked<readonly ReviewedStack[]>): readonly string[] {
  if (!before.ok || !after.ok || before.value.length === 0 || after.value.length === 0) return [];
  const known = before.value.map(({ id }) => id);
  if (after.value.some(({ id }) => known.includes(id))) return [];
  return [`--to must hold a stack that --from has too (${known.slice(0, 3).join(', ')}${known.length > 3 ? ', ...' : ''}), found ${after.value.map(({ id }) => id).slice(0, 3).join(', ')}: are they assemblies of one app?`];
}
