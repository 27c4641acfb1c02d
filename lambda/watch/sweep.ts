import type { Expected } from '../../lib/core/release/inspection';
import { drift } from '../../lib/core/watch/drift';
import { judgeRoutes, looksWrong, type RouteVerdict } from '../../lib/core/watch/judge-routes';
import { judgeScaling } from '../../lib/core/watch/judge-scaling';
import { watchMessages } from '../../lib/core/watch/messages';
import type { Pair, Sight, Weights } from '../../lib/core/watch/sight';
import type { WatchGateway } from './gateway';

export interface SweepPorts {
  readonly gateway: WatchGateway;
  readonly pair: Pair;
  readonly deployed: Expected;
  readonly log: (record: Readonly<Record<string, unknown>>) => void;
}

/**
 * Looks at everything, and does what is missing. It remembers nothing: a sweep that was lost is made up for by the next, one too many
 * finds nothing to do.
 *
 * @throws what AWS's clients throw, once everything else has been tried
 */
export async function sweep(ports: SweepPorts, now: Date): Promise<void> {
  const sight = await ports.gateway.look(now);
  const done = await Promise.allSettled([keepRoutes(sight, ports, now), keepScaling(sight, ports)]);
  const found = drift(sight, ports.deployed);
  if (found.length > 0) ports.log({ level: 'warn', message: watchMessages.drift, found });
  for (const one of done) if (one.status === 'rejected') throw one.reason;
}

async function keepRoutes(sight: Sight, { gateway, pair, log }: SweepPorts, now: Date): Promise<void> {
  if (!looksWrong(sight)) return;
  // Whoever began a deployment meanwhile owns the weights.
  const again = await gateway.lookAgain(now);
  for (const verdict of judgeRoutes(again.sight, pair, again.healthy)) await carryOut(verdict, gateway, log);
}

async function carryOut(verdict: RouteVerdict, gateway: WatchGateway, log: SweepPorts['log']): Promise<void> {
  switch (verdict.kind) {
    case 'left-alone':
    case 'right': return;
    case 'reported': return log({ level: 'warn', message: watchMessages.moved, route: verdict.route, done: 'nothing', found: verdict.found });
    case 'set-back': {
      const { route, before, after } = verdict;
      await gateway.setWeights(route, after);
      return log({ level: 'warn', message: watchMessages.moved, route, done: 'set back', before: told(before), after: told(after) });
    }
  }
}

const told = (weights: Weights): Readonly<Record<string, number>> => Object.fromEntries(weights.map(({ targetGroup, weight }) => [targetGroup, weight]));

async function keepScaling({ deployment, scaling }: Sight, { gateway, log }: SweepPorts): Promise<void> {
  const verdict = judgeScaling(deployment, scaling);
  if (verdict === 'leave' || scaling === undefined) return;
  await gateway.setSuspension({ ...scaling, scaleIn: verdict === 'suspend' });
  log({ level: 'info', message: verdict === 'suspend' ? 'scaling in is suspended' : 'scaling in is resumed', ...('id' in deployment ? { deploymentId: deployment.id } : {}) });
}
