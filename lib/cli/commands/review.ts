import { readFile } from 'node:fs/promises';
import { accepted, type Checked, rejected, spell } from '../../core/checked';
import { readDescriptor } from '../../core/ledger/read-descriptor';
import type { Change, ReviewedStack } from '../../core/review/change';
import { type KnownRelease, rehearsedOn } from '../../core/review/rehearsed';
import { review } from '../../core/review/review';
import { risks, type Risk } from '../../core/review/risk';
import { templateDigest } from '../../edge/assembly/template-digest';
import { compare, UnreadableTemplate } from '../../edge/review/compare';
import { readRehearsals } from '../../edge/review/read-rehearsals';
import { readReviewed } from '../../edge/review/read-reviewed';
import { markdown } from '../../report/markdown';
import { plainText } from '../../report/plain-text';
import { exits, type Host } from '../host';
import { rehearsedReport } from '../rehearsed-report';
import { reviewJson } from '../review-json';
import type { ReviewOptions } from '../review-options';
import { asCode, plainly, type Quote, reviewReport } from '../review-report';
import { UsageError } from '../usage-error';

/** Compares two assemblies and says what a reviewer has to look at; ends with 1 when the risk is above the limit, or nobody can approve it. */
export async function reviewCommand({ from, to, format, limit, rehearsals, lastKnownGood, problems }: ReviewOptions, host: Host): Promise<number> {
  const [before, after] = await Promise.all([from, to].map((directory) => (directory === undefined ? nothing : readReviewed(directory)))) as [Checked<readonly ReviewedStack[]>, Checked<readonly ReviewedStack[]>];
  const [rehearsed, good] = [await Promise.all(rehearsals.map(readRehearsals)), await Promise.all(lastKnownGood.map(readGood))];
  const wrong = [...problems, ...[before, after, ...rehearsed, ...good].flatMap((read) => (read.ok ? [] : read.problems.map(spell))), ...strangers(before, after)];
  if (!before.ok || !after.ok || wrong.length > 0) throw new UsageError([...new Set(wrong)]);
  const done = review({ before: before.value, after: after.value, changes: compared(before.value, after.value) });
  const digests = new Map(after.value.map(({ id, template }) => [id, templateDigest(template)]));
  const proofs = rehearsedOn({ changes: done.changes, rehearsals: rehearsed.flatMap(values), digests, lastKnownGood: good.flatMap(values) });
  const blocks = (quote: Quote) => reviewReport(done, quote, rehearsedReport({ proofs, knowsGood: good.length > 0, to: to ?? '' }, quote));
  const within = isWithin(done.risk, limit);
  if (format === 'json') host.out(`${JSON.stringify(reviewJson(done, within, proofs), null, 2)}\n`);
  else host.out(format === 'markdown' ? markdown(blocks(asCode)) : plainText(blocks(plainly), { width: host.width }));
  if (!within && limit !== undefined && done.risk !== 'refused') host.err(`the risk is ${done.risk}, above the limit ${limit}\n`);
  return within ? exits.asExpected : exits.no;
}

const values = <T>(read: Checked<readonly T[]>): readonly T[] => (read.ok ? read.value : []);

/** A release that runs today, from the file that describes it. */
async function readGood(file: string): Promise<Checked<readonly KnownRelease[]>> {
  const source: unknown = await readFile(file, 'utf8').then(JSON.parse).catch(() => undefined);
  if (source === undefined) return rejected({ path: '--last-known-good', message: `must name a JSON file that can be read, got ${file}` });
  const read = readDescriptor(source, file);
  return read.ok ? accepted([{ release: read.value.artifact.release, bundle: read.value.artifact.workload }]) : read;
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
