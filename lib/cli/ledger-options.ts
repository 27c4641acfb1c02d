import type { Head } from '../core/ledger/verify';
import { NAME } from './operation-options';
import { UsageError } from './usage-error';

/** What commands that read or write a ledger are told on the command line; texts as typed. */
export interface GivenLedgerOptions {
  readonly stage?: string;
  readonly service?: string;
  readonly json?: boolean;
  readonly head?: string;
  readonly from?: string;
  readonly fromProfile?: string;
  readonly release?: string;
  readonly migrations?: string;
}

export interface LedgerOptions {
  readonly stage: string;
  readonly service: string;
  readonly json: boolean;
  /** The newest entry as somebody has noted it. */
  readonly head: Head | undefined;
  /** Of the shared configuration: credentials for the stage that releases come from, where that is another account. */
  readonly fromProfile: string | undefined;
}

export interface RecordOptions extends LedgerOptions {
  /** The descriptor. */
  readonly release: string;
  /** @default - those of the service in this project */
  readonly migrations: string | undefined;
}

export interface PromoteOptions extends LedgerOptions {
  readonly release: string;
  /** The stage whose word is taken for it. */
  readonly from: string;
}

const HEAD = /^([1-9]\d*):([0-9a-f]{64})$/;

/** @throws UsageError with everything that is wrong */
export function readLedgerOptions(given: GivenLedgerOptions): LedgerOptions {
  const { stage = 'production', service = 'api', json = false, head, fromProfile } = given;
  const problems: string[] = [...nameProblems({ stage, service })];
  const [, sequence, hash] = HEAD.exec(head ?? '') ?? [];
  if (head !== undefined && hash === undefined) problems.push(`--head must be the sequence and the hash that changeover releases has printed, such as 12:3f9c..., got ${JSON.stringify(head)}`);
  if (problems.length > 0) throw new UsageError(problems);
  return { stage, service, json, head: hash === undefined ? undefined : { sequence: Number(sequence), hash }, fromProfile };
}

export const nameProblems = (names: Readonly<Record<string, string>>): readonly string[] => Object.entries(names)
  .filter(([, value]) => !NAME.test(value)).map(([name, value]) => `--${name} must be a name of small letters, digits and dashes, got ${JSON.stringify(value)}`);

/** @throws UsageError with everything that is wrong */
export function readRecordOptions(given: GivenLedgerOptions): RecordOptions {
  const { release, migrations } = given;
  return collected(given, release === undefined ? ['--release must name the file that describes the release, got nothing'] : [], (options) => ({ ...options, release: release ?? '', migrations }));
}

/** @throws UsageError with everything that is wrong */
export function readPromoteOptions(release: string, given: GivenLedgerOptions): PromoteOptions {
  const { from, stage = 'production' } = given;
  const problems = from === undefined ? ['--from must name the stage in which the release has baked, got nothing']
    : from === stage ? [`--from must be another stage than --stage, got ${JSON.stringify(from)} for both`] : nameProblems({ from });
  return collected(given, problems, (options) => ({ ...options, release, from: from ?? '' }));
}

function collected<T>(given: GivenLedgerOptions, more: readonly string[], make: (options: LedgerOptions) => T): T {
  try {
    const options = readLedgerOptions(given);
    if (more.length === 0) return make(options);
  } catch (thrown) {
    if (thrown instanceof UsageError) throw new UsageError([...thrown.problems, ...more]);
    throw thrown;
  }
  throw new UsageError(more);
}
