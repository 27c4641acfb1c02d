import { readFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { spell } from '../../core/checked';
import type { Migration, Recorded } from '../../core/ledger/fact';
import { readDescriptor, type ReleaseDescriptor } from '../../core/ledger/read-descriptor';
import { recordingProblems } from '../../core/ledger/recording';
import { stageLedger } from '../../edge/aws/ledger/stage-ledger';
import { NoWorkingCopy, readWorkingCopy } from '../../edge/git/working-copy';
import { readMigrationShapes } from '../../edge/migration/check-directory';
import { UnfitMigrations } from '../../edge/migration/unfit-migrations';
import { wallClock } from '../../edge/time/wall-clock';
import { digestOfDirectory } from '../../edge/workload/digest';
import { type Host } from '../host';
import type { RecordOptions } from '../ledger-options';
import { explained } from '../operating';
import { refuse, said } from '../said';
import { UsageError } from '../usage-error';
import { damageOf } from './verify-releases';

/** Writes down what CI has built, once it is known to come from a commit; ends with 1 when it may not. */
export async function recordReleaseCommand(project: string, options: RecordOptions, host: Host): Promise<number> {
  const { stage, service } = options;
  const file = resolve(options.release);
  const descriptor = await described(file);
  const migrations = await migrationsOf(options.migrations === undefined ? resolve(project, 'services', service, 'migrations') : resolve(options.migrations), options.migrations !== undefined);
  const bundle = resolve(dirname(file), descriptor.directory);
  const workingCopy = await readWorkingCopy(project, [file, bundle]).catch((cause: unknown) => {
    throw cause instanceof NoWorkingCopy ? new UsageError([`${cause.message}; run it where the release was built`]) : cause;
  });
  return explained(host, async () => {
    const ledger = stageLedger({ stage, service });
    const [chain, builder, found] = [await ledger.entries(), await ledger.caller(), await digestOfDirectory(bundle)];
    const { artifact, commit, builtAt } = descriptor;
    const fact: Recorded = { kind: 'recorded', ...artifact, commit, clean: workingCopy.changed.length === 0, builder, builtAt, migrations };
    const reasons = [
      ...await damageOf(ledger, chain, options.fromProfile),
      ...recordingProblems({ fact, workingCopy, image: 'unknown' }, chain),
      ...(found === artifact.workload ? [] : [`the bundle of ${artifact.release} must have the digest ${artifact.workload.slice(0, 12)}..., ${found === undefined ? `and there is none in ${relative(project, bundle)}` : `and that in ${relative(project, bundle)} has ${found.slice(0, 12)}...`}: record what was built`]),
    ];
    if (reasons.length > 0) return refuse(`${artifact.release} was not recorded in ${stage}`, reasons, options.json ? { release: artifact.release, stage, service } : undefined, host);
    const known = chain.find(({ entry: { fact: { kind, release } } }) => kind === 'recorded' && release === artifact.release);
    if (known !== undefined) return said({ release: artifact.release, stage, service, entries: [known], text: `${artifact.release} is recorded in ${stage} already: entry ${known.entry.sequence} of ${known.entry.at}` }, options.json, host);
    const signed = await ledger.say(fact, wallClock.now());
    return said({ release: artifact.release, stage, service, entries: [signed], text: `${artifact.release} is recorded in ${stage}: entry ${signed.entry.sequence}` }, options.json, host);
  });
}

async function described(file: string): Promise<ReleaseDescriptor> {
  const source: unknown = await readFile(file, 'utf8').then(JSON.parse).catch(() => undefined);
  if (source === undefined) throw new UsageError([`--release must name a JSON file that can be read, got ${file}`]);
  const read = readDescriptor(source, '--release');
  if (!read.ok) throw new UsageError(read.problems.map(spell));
  return read.value;
}

/** A service without a directory of migrations has none. */
async function migrationsOf(directory: string, asked: boolean): Promise<readonly Migration[]> {
  if (!existsSync(directory)) {
    if (asked) throw new UsageError([`--migrations must name a directory, got ${directory}`]);
    return [];
  }
  try {
    return await readMigrationShapes(directory);
  } catch (cause) {
    throw cause instanceof UnfitMigrations ? new UsageError(cause.problems.map(spell)) : cause;
  }
}
