import type { Command } from 'commander';
import { promoteReleaseCommand } from './commands/promote-release';
import { recordReleaseCommand } from './commands/record-release';
import { releasesCommand } from './commands/releases';
import { verifyReleasesCommand } from './commands/verify-releases';
import { reportCommand } from './commands/report';
import { rollbackCommand } from './commands/rollback';
import type { Host } from './host';
import { readLedgerOptions, readPromoteOptions, readRecordOptions, type GivenLedgerOptions } from './ledger-options';
import { operated } from './operated';
import { readReportOptions, type GivenReportOptions } from './report-options';
import { readRollbackOptions, type GivenRollbackOptions } from './rollback-options';

const PROFILE = 'credentials for the stage that releases come from, of the shared configuration (default: those in the environment)';

/** Adds the commands that read and write ledgers. @param ends takes the exit code */
export function addLedgerCommands(program: Command, project: string, host: Host, ends: (code: number) => void): void {
  const releases = operated(program.command('releases').description('say what became of every release, and which one was good last'))
    .option('--json', 'one line of JSON on standard output')
    .action(async (given: GivenLedgerOptions) => ends(await releasesCommand(readLedgerOptions(given), host)));
  operated(releases.command('verify').description('say whether the ledger is as it was written; end with 1 when it is not'))
    .option('--head <sequence:hash>', 'the newest entry as it was noted somewhere else: whether entries behind it were removed cannot be told otherwise')
    .option('--from-profile <name>', PROFILE)
    .option('--json', 'one line of JSON on standard output')
    .action(async (given: GivenLedgerOptions) => ends(await verifyReleasesCommand(readLedgerOptions(given), host)));
  const release = program.command('release').description('write down what may be deployed: for the pipeline, whose key vouches for it');
  operated(release.command('record').description('write down what the pipeline has built, once, from a clean working copy'))
    .option('--release <file>', 'the file that describes the release, see lib/core/ledger/read-descriptor.ts')
    .option('--migrations <directory>', "the service's migrations (default: services/SERVICE/migrations, if there are any)")
    .option('--from-profile <name>', PROFILE)
    .option('--json', 'one line of JSON on standard output')
    .action(async (given: GivenLedgerOptions) => ends(await recordReleaseCommand(project, readRecordOptions(given), host)));
  operated(release.command('promote <release>').description('take a release over from another stage, in which it has baked'))
    .option('--from <stage>', 'the stage whose word is taken for it')
    .option('--from-profile <name>', PROFILE)
    .option('--json', 'one line of JSON on standard output')
    .action(async (name: string, given: GivenLedgerOptions) => ends(await promoteReleaseCommand(readPromoteOptions(name, given), host)));
  operated(program.command('rollback').description('go back to an earlier release, on the guarded path of every release; say what that stands on'))
    .option('--to <release|moment>', 'a release, or what was good at the end of a day or at a moment (default: what was good before what runs now)')
    .option('--bundle <directory>', 'where the bundle of that release lies (default: cdk.out/workload.DIGEST, or releases/RELEASE)')
    .option('--rehearsed', 'it was rehearsed on the topology as it is, which is not the one that it baked on')
    .option('--from-profile <name>', PROFILE)
    .option('--yes', 'do it without asking')
    .option('--json', 'one line of JSON on standard output; does nothing without --yes')
    .action(async (given: GivenRollbackOptions) => ends(await rollbackCommand(project, readRollbackOptions(given), host)));
  operated(program.command('report [deployment]').description('say what became of a deployment (default: the one that runs, or the newest), who was harmed, and what to do next'))
    .option('--format <format>', 'text, markdown or json (default: text)')
    .action(async (id: string | undefined, given: GivenReportOptions) => ends(await reportCommand(readReportOptions(id, given), host)));
}
