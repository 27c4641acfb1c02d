import { readFile } from 'node:fs/promises';
import { type Checked, type Problem, rejected } from '../../core/checked';
import { Reader } from '../../core/reader';
import type { RehearsalRecord } from '../../core/review/rehearsed';

const sha256 = { pattern: /^[0-9a-f]{64}$/, like: 'a SHA-256 digest in 64 hexadecimal digits' };

/** Reads what `changeover rehearse --json` printed, a line for each rehearsal; of each line what a review needs. */
export async function readRehearsals(file: string): Promise<Checked<readonly RehearsalRecord[]>> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const lines = text?.split('\n').filter((line) => line.trim() !== '') ?? [];
  if (lines.length === 0) return rejected({ path: '--rehearsal', message: `must name a file that \`changeover rehearse --json\` wrote, got ${text === undefined ? 'none that can be read' : 'one without a line'}: ${file}` });
  const problems: Problem[] = [];
  const records = lines.map((line, index) => recordIn(parsed(line), `${file}: line ${index + 1}`, problems));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: records };
}

function recordIn(source: unknown, name: string, problems: Problem[]): RehearsalRecord {
  const read = new Reader(source, name, problems);
  const ran = read.object('ran');
  return {
    scenario: read.text('scenario'), outcome: read.text('outcome'), asExpected: read.flag('asExpected'), stage: ran.text('stage'),
    releases: ran.objects('releases').map((one) => ({ release: one.text('release'), bundle: one.text('bundle', sha256) })),
    stacks: ran.objects('stacks').map((one) => ({ id: one.text('id'), sha256: one.text('sha256', sha256) })),
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
