import { Command, CommanderError } from 'commander';
import { NotReady } from '../rehearsal/deploy';
import { tour } from '../rehearsal/scenarios';
import type { Intervention } from '../core/standing/interventions';
import { bootstrapTemplateCommand } from './commands/bootstrap-template';
import { buildCommand, type GivenBuildOptions } from './commands/build';
import { interveneCommand } from './commands/intervene';
import { listCommand } from './commands/list';
import { reconcileCommand } from './commands/reconcile';
import { regionCommand } from './commands/region';
import { rehearseCommand } from './commands/rehearse';
import { reviewCommand } from './commands/review';
import { statusCommand } from './commands/status';
import { waitCommand } from './commands/wait';
import { wallClock } from '../edge/time/wall-clock';
import { exits, type Host } from './host';
import { addLedgerCommands } from './ledger-commands';
import { operated } from './operated';
import { readOperationOptions, type GivenOperationOptions } from './operation-options';
import { readOptions, type GivenOptions } from './options';
import { readReconcileOptions, type GivenReconcileOptions } from './reconcile-options';
import { readRegionOptions, type GivenRegionOptions } from './region-options';
import { readReviewOptions, type GivenReviewOptions } from './review-options';
import { UsageError } from './usage-error';

/** Runs one command line and gives the exit code: see `exits`. */
export async function runCli(args: readonly string[], project: string, host: Host): Promise<number> {
  let code: number = exits.asExpected;
  const program = new Command('changeover')
    .description('Zero-downtime releases on AWS, rehearsed on this machine')
    .exitOverride()
    .enablePositionalOptions()
    .configureOutput({ writeOut: host.out, writeErr: host.err });
  rehearsing(program.command('rehearse').description('offer releases to a stage in a local region, under traffic'))
    .option('--scenario <name>', 'what happens; may be given several times (default: healthy)', several)
    .option('--workload <container=command>', 'rehearse an app of your own: what runs in its container, told in PORT where to listen')
    .option('--contract <file>', "OpenAPI file of that app: what customers do (default: they ask for the health check's path)")
    .option('--operation <id>', 'the operation that a fault meets (default: the first write, or the first of all)')
    .option('--list', 'show every scenario with its control, and rehearse nothing')
    .action(async (given: GivenOptions) => { code = given.list === true ? listCommand(host) : await rehearseCommand(project, readOptions(given, ['healthy']), host); });
  rehearsing(program.command('tour').description('a good release, and the same bad build three times: as it happened, with alarms, with probes'))
    .action(async (given: GivenOptions) => { code = await rehearseCommand(project, readOptions(given, tour), host); });
  program.command('review').description('say what a change of the infrastructure can do, what to look at, and who has to approve it')
    .option('--from <directory>', 'the cloud assembly as it is deployed')
    .option('--to <directory>', 'the cloud assembly with the change')
    .option('--format <format>', 'text, markdown (for a pull request) or json (default: text)')
    .option('--limit <risk>', 'end with 1 when the risk is above: none, review, protection, downtime or data-loss')
    .option('--rehearsal <file>', 'what `changeover rehearse --json` printed; may be given several times', several)
    .option('--last-known-good <file>', 'description of a release that runs today, which such a rehearsal has to have offered; may be given several times', several)
    .action(async (given: GivenReviewOptions) => { code = await reviewCommand(readReviewOptions(given), host); });
  operated(program.command('status').description('say what runs where, who gets the customers, and what is being deployed'))
    .option('--json', 'one line of JSON on standard output')
    .action(async (given: GivenOperationOptions) => { code = await statusCommand(readOperationOptions(given), host); });
  operated(program.command('wait').description('wait until the deployment that runs has ended, its bake included; end with 1 when it was taken back'))
    .option('--deployment <id>', 'another deployment than the one that runs, or the newest')
    .option('--every <seconds>', 'how often to look (default: 5)')
    .option('--json', 'one line of JSON on standard output')
    .action(async (given: GivenOperationOptions) => { code = await waitCommand(readOperationOptions(given), host); });
  for (const [intervention, what] of interventions) {
    operated(program.command(intervention).description(what))
      .option('--deployment <id>', 'the deployment that is meant: if another one runs, nothing is done')
      .option('--every <seconds>', 'how often to look until it has ended (default: 5)')
      .option('--yes', 'do it without asking')
      .action(async (given: GivenOperationOptions) => { code = await interveneCommand(intervention, readOperationOptions(given), host); });
  }
  addLedgerCommands(program, project, host, (ended) => { code = ended; });
  program.command('reconcile').description('find entries that landed in the database of another environment, and replay them into the right one')
    .option('--from <file>', 'settings of the environment whose database got them: see the README')
    .option('--to <file>', 'settings of the environment that they belong to')
    .option('--since <moment>', 'entries from before are left alone, such as 2026-11-23T23:00:00+09:00')
    .option('--release <name>', 'a release that served --to and nothing else, for entries that do not say where they were written; may be given several times', several)
    .option('--format <format>', 'text, markdown or json (default: text)')
    .option('--apply', 'write (default: say what would be done)')
    .option('--yes', 'do it without asking')
    .action(async (given: GivenReconcileOptions) => { code = await reconcileCommand(readReconcileOptions(given, wallClock.now()), host); });
  program.command('build').description('build what a service ships, once, and name it by date and content: for the pipeline')
    .option('--service <name>', 'the service (default: api)')
    .option('--commit <digits>', 'the commit that is built')
    .option('--output <directory>', 'where the bundle and its description go (default: release/SERVICE)')
    .action(async (given: GivenBuildOptions) => { code = await buildCommand(project, given, wallClock, host); });
  program.command('bootstrap-template').description("print CDK's bootstrap template, narrowed down to what the pipeline of a stage needs")
    .option('--stage <name>', 'the stage whose account it is for (default: production)')
    .action(async (given: { readonly stage?: string }) => { code = await bootstrapTemplateCommand(given, host); });
  program.command('region').description('serve a small AWS region on this machine, and print what a shell needs to speak to it')
    .option('--assembly <directory>', 'a cloud assembly whose stacks are deployed first (default: none)')
    .option('--workloads <directories>', 'where bundles lie that templates name as workloads, with commas between them (default: the assembly, or cdk.out)')
    .option('--role <arns>', 'roles that get a profile of their own, by their names, with commas between them: such as that of a pipeline')
    .option('--account <numbers>', 'the accounts that get a key, with commas between them (default: those of the assembly, or 111111111111)')
    .option('--throttle <percent>', 'refuse so many of all calls with "Rate exceeded", as a busy account does (default: 0)')
    .option('--port <number>', 'where it listens, on loopback (default: a free port)')
    .option('--speed <times>', 'how many times as fast as on AWS time runs (default: 60)')
    .option('--seed <number>', 'decides every delay and every choice (default: 1)')
    .action(async (given: GivenRegionOptions) => { code = await regionCommand(readRegionOptions(given), host); });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (thrown) {
    return explain(thrown, host);
  }
}

const several = (one: string, before: readonly string[] = []): readonly string[] => [...before, one];

const interventions: readonly (readonly [Intervention, string])[] = [
  ['stop', 'stop the deployment that runs and roll it back'],
  ['continue', 'let a deployment that waits for it shift its customers'],
  ['end-bake', 'end the bake now: what ran before is gone then'],
];

function rehearsing(command: Command): Command {
  return command
    .option('--assembly <directory>', 'a cloud assembly to take as it is (default: synthesize this project)')
    .option('--stage <name>', 'the stage of the assembly (default: production)')
    .option('--speed <times>', 'how many times as fast as on AWS time runs (default: 60)')
    .option('--rate <requests>', "requests per second of wall time (default: the stage's expected peak times the speed)")
    .option('--seed <number>', 'decides every delay and every choice (default: 1)')
    .option('--json', 'one line of JSON per release on standard output, and nothing else there');
}

function explain(thrown: unknown, host: Host): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exits.asExpected : exits.asked;
  if (thrown instanceof UsageError) {
    for (const problem of thrown.problems) host.err(`${problem}\n`);
    return exits.asked;
  }
  if (thrown instanceof NotReady) {
    host.err(`${thrown.message}\n${thrown.lastLines.map((line) => `  ${line}\n`).join('')}`);
    return exits.world;
  }
  host.err(`${thrown instanceof Error ? thrown.stack ?? thrown.message : String(thrown)}\n`);
  return exits.ourBug;
}
