import { connectionBudget } from '../core/capacity/connection-budget';
import { auxiliaryNeed, sessionLimits } from '../core/capacity/session-limits';
import { conflict, type Conflict } from './conflict';
import { fleetOf } from './fleet-of';
import { instanceMemory } from './instance-memory';
import type { Stage } from './stage';

/** The auxiliary tier is capped so that it cannot hurt the API, and not so low that it hurts itself. */
export function auxiliaryCap({ service, auxiliary }: Stage): Conflict[] {
  const needed = auxiliaryNeed(fleetOf({ service, auxiliary }));
  return conflict(auxiliary.connections < needed, 'auxiliary.connections',
    `must be at least ${needed}, which its tasks and workers of both colours open, got ${auxiliary.connections}: `
      + 'raise it, or lower auxiliary.service.maxTasks');
}

/** Blue, green and the auxiliary tier fit on one server, with a fifth to spare. */
export function connections({ service, auxiliary, database }: Stage): Conflict[] {
  const { instanceType } = database;
  const memory = instanceMemory(instanceType);
  if (instanceType !== '' && memory === undefined) {
    return [{
      key: 'database.instanceType',
      message: `must be a type whose memory is known here (t, m or r, such as "m7g.large"), got ${instanceType}: `
        + 'its connections cannot be counted',
    }];
  }
  const limits = sessionLimits(fleetOf({ service, auxiliary }), auxiliary.connections);
  const { asked, most, allowed } = connectionBudget(limits, memory ?? NaN);
  const { writer, reader, prober, owner } = limits;
  return conflict(asked > allowed, 'database.instanceType',
    `must have connections for blue, green and the auxiliary tier at once within 0.8 of its maximum: ${instanceType} has ${most}, `
      + `of which ${allowed} may be planned, got ${asked} (${writer} writes + ${reader} reads, twice what is planned for + `
      + `${auxiliary.connections} auxiliary + ${prober} probes + ${owner} migrations): `
      + 'choose a larger one, or lower service.maxTasks or auxiliary.connections');
}
