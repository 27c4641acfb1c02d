import { spell } from '../../core/checked';
import { isSettled, type Seen } from '../../core/reconcile/reconciliation';
import { Trouble } from '../../edge/aws/trouble';
import { readEnvironment, type Environment } from '../../edge/postgres/books/environment';
import { databaseTrouble, openBooks } from '../../edge/postgres/books/open-books';
import { apply, dryRun, examine, type Examined, type Sessions } from '../../edge/postgres/books/reconcile';
import { wallClock } from '../../edge/time/wall-clock';
import { markdown } from '../../report/markdown';
import { plainText } from '../../report/plain-text';
import { reconcileReport } from '../../report/reconcile-report';
import { confirmed } from '../confirmed';
import { exits, type Host } from '../host';
import { reconcileJson } from '../reconcile-json';
import type { ReconcileOptions } from '../reconcile-options';
import { UsageError } from '../usage-error';

/**
 * Says which entries landed in the wrong database and what is to become of them, and with `--apply` replays them into the right one.
 * Ends with 1 when something is left for a person to decide, or the sums do not add up.
 */
export async function reconcileCommand(options: ReconcileOptions, host: Host): Promise<number> {
  const { from, to } = await environments(options);
  try {
    await using wrong = await openBooks(from, '--from', false);
    await using right = await openBooks(to, '--to', options.apply);
    const sessions = { from: wrong.sql, to: right.sql };
    const examined = await examine(sessions, { from: placeOf(from), to: placeOf(to), since: options.since, releases: new Set(options.releases) }).catch(told('the books'));
    if (!options.apply) return tell(dryRun(examined), options, host);
    if (!await agreed(examined, options, host)) return exits.no;
    return tell(await applied(sessions, examined, right.by, host), options, host);
  } catch (thrown) {
    if (!(thrown instanceof Trouble)) throw thrown;
    if (thrown.kind === 'asked') throw new UsageError([thrown.message]);
    host.err(`${thrown.message}\n`);
    return exits.world;
  }
}

/** Both, with everything that is wrong with either. @throws UsageError */
async function environments({ from, to }: ReconcileOptions): Promise<{ readonly from: Environment; readonly to: Environment }> {
  const read = await Promise.all([readEnvironment(from), readEnvironment(to)]);
  const [wrong, right] = read;
  if (!wrong.ok || !right.ok) throw new UsageError(read.flatMap((one) => (one.ok ? [] : one.problems.map(spell))));
  if (wrong.value.stage === right.value.stage && wrong.value.account === right.value.account) {
    throw new UsageError([`--from and --to must be two environments, got ${wrong.value.stage} in account ${wrong.value.account} twice`]);
  }
  return { from: wrong.value, to: right.value };
}

const placeOf = ({ stage, account }: Environment) => ({ stage, account });

/** Says what would be written, and asks; nobody is asked where nothing is. */
async function agreed({ plan, wrong, question: { from, to } }: Examined, { yes }: ReconcileOptions, host: Host): Promise<boolean> {
  const replays = plan.misplaced.filter(({ verdict }) => verdict.kind === 'replay').length;
  const records = plan.misplaced.filter(({ entry, verdict }) => verdict.kind === 'there' && !wrong.departed.has(entry.entryId)).length;
  if (replays + records === 0) return true;
  host.err(`this writes ${replays} ${replays === 1 ? 'entry' : 'entries'} of ${from.stage} into the books of ${to.stage} in account ${to.account}, and where ${replays + records} went into those of ${from.stage}\n`);
  return yes || confirmed(host);
}

/** A run that breaks off has left nothing half-way, and can be begun again. */
async function applied(sessions: Sessions, examined: Examined, by: string, host: Host): Promise<Seen> {
  let done = 0;
  const all = examined.plan.misplaced.length;
  const count = (now: number): void => {
    done = now;
    if (now % 1_000 === 0) host.err(`${now} of ${all} entries\n`);
    if (host.signal.aborted) throw new Trouble('world', `stopped after ${now} of ${all} entries: run it again to go on`);
  };
  return apply(sessions, examined, { at: wallClock.now(), by }, count)
    .catch(told(`after ${done} of ${all} entries, each of which is there whole (run it again: nothing is doubled)`));
}

const told = (where: string) => (thrown: unknown): never => {
  throw databaseTrouble(thrown, where);
};

function tell(seen: Seen, { format }: ReconcileOptions, host: Host): number {
  if (format === 'json') host.out(`${JSON.stringify(reconcileJson(seen), null, 2)}\n`);
  else host.out(format === 'markdown' ? markdown(reconcileReport(seen)) : plainText(reconcileReport(seen), { width: host.width }));
  return isSettled(seen) ? exits.asExpected : exits.no;
}
