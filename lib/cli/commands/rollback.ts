import { rollbackTarget } from '../../core/ledger/rollback-target';
import { wayBackTo, type WayBack } from '../../core/ledger/way-back';
import { quickerWayBack } from '../../core/standing/way-back-now';
import { stageLedger } from '../../edge/aws/ledger/stage-ledger';
import { runBeside } from '../../edge/processes/run-beside';
import { wallClock } from '../../edge/time/wall-clock';
import { plainText } from '../../report/plain-text';
import { wayBackReport } from '../../report/way-back-report';
import { confirmed } from '../confirmed';
import { exits, type Host } from '../host';
import { operating } from '../operating';
import type { RollbackOptions } from '../rollback-options';
import { findBundle, guardedPath, type GuardedPath } from '../rollback-path';
import { damageOf } from './verify-releases';

/** Goes back to an earlier release on the path of every release, once it is known what that stands on; ends with 1 when it cannot be gone back to. */
export async function rollbackCommand(project: string, options: RollbackOptions, host: Host): Promise<number> {
  const { stage, service, wanted, rehearsed, json, bundle: named, fromProfile } = options;
  return operating(options, host, async (operated) => {
    const standing = await operated.standing(wallClock.now());
    const answer = telling(options, host);
    const quicker = quickerWayBack(standing.deployment);
    if (quicker !== undefined) return answer.no([quicker]);
    const ledger = stageLedger({ stage, service });
    const chain = await ledger.entries();
    const damage = await damageOf(ledger, chain, fromProfile);
    if (damage.length > 0) return answer.no(damage);
    const live = standing.taskSets.find(({ status }) => status === 'PRIMARY')?.release;
    const target = rollbackTarget(wanted, chain, live);
    if (target.kind === 'none') return answer.no([target.why]);
    const way = wayBackTo(target.release, chain, { release: live, topology: operated.found.topology, image: 'unknown', rehearsed });
    if (!json) host.out(plainText(wayBackReport(way), { width: host.width }));
    if (!way.safe) return answer.no([], way);
    const bundle = await findBundle(project, target.release, stage, service, named);
    if ('missing' in bundle) return answer.no([bundle.missing], way);
    const path = await guardedPath(project, target.release, bundle.directory, standing);
    if (!json) host.err(`it goes the way of every release, with pre-flight, probes, alarms and bake:\n  ${path.command.join(' ')}\n`);
    if (!options.yes && (json || !host.interactive)) {
      if (!json) host.err('nothing was changed: run that, or say --yes\n');
      return answer.yes(way, path, false);
    }
    if (!options.yes && !await confirmed(host)) return exits.no;
    const code = await runBeside(path.command, project, host);
    return code === 0 ? answer.yes(way, path, true) : answer.no([`${path.command.slice(0, 3).join(' ')} ended with ${code}: customers are where they were; changeover status says where`], way, path);
  });
}

/** Tells the end; the JSON is as `rollback.schema.json` says. */
function telling({ stage, service, json }: RollbackOptions, host: Host) {
  const answer = (reasons: readonly string[], way: WayBack | undefined, path: GuardedPath | undefined, started: boolean): void => void host.out(`${JSON.stringify({
    stage, service, target: way?.release ?? null, safe: way?.safe ?? false, footings: way?.footings.map(({ about, holds, said }) => ({ about, holds: holds === 'unknown' ? null : holds, said })) ?? [],
    reasons, descriptor: path?.descriptor ?? null, command: path?.command ?? null, started,
  })}\n`);
  return {
    no(reasons: readonly string[], way?: WayBack, path?: GuardedPath): number {
      if (json) answer(reasons, way, path, path !== undefined);
      else for (const reason of reasons) host.err(`${reason}\n`);
      return exits.no;
    },
    yes(way: WayBack, path: GuardedPath, started: boolean): number {
      if (json) answer([], way, path, started);
      else if (started) host.out(`customers are on ${way.release}, which bakes now: changeover wait tells its end\n`);
      return exits.asExpected;
    },
  };
}
