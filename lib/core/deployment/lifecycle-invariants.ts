import type { EventStatus } from './event-records';
import type { Invariant } from './invariant';
import { lifecycleEvents } from './lifecycle-event';
import { isTerminal, type Frame } from './picture';
import type { Sight } from './trace';

export const endsOnce: Invariant = {
  says: 'a deployment ends once, and does nothing more after it has ended',
  holds: (run) => run.every(({ before, moment: { what } }) => {
    const deployment = actor(what);
    const status = deployment === undefined ? undefined : before.deployments.get(deployment)?.status;
    return status === undefined || !isTerminal(status);
  }),
};

export const eventsInOrder: Invariant = {
  says: 'a lifecycle event starts only when all before it have succeeded, never goes back, and is skipped only after an end',
  holds: (run) => run.every(({ before, moment: { what } }) => {
    if (what.kind !== 'lifecycle-event') return true;
    const events = before.deployments.get(what.deployment)?.events;
    if (events === undefined || !follows(events[what.event], what.status)) return false;
    const earlier = lifecycleEvents.slice(0, lifecycleEvents.indexOf(what.event));
    return what.status === 'Skipped' || earlier.every((event) => events[event] === 'Succeeded');
  }),
};

export const succeedsWhole: Invariant = {
  says: 'a deployment succeeds only when all eight lifecycle events have succeeded',
  holds: (run) => run.every(({ after, moment: { what } }) => {
    if (what.kind !== 'status' || what.status !== 'Succeeded') return true;
    const events = after.deployments.get(what.deployment)?.events;
    return events !== undefined && lifecycleEvents.every((event) => events[event] === 'Succeeded');
  }),
};

export const hooksRunOnce: Invariant = {
  says: 'each hook is invoked at most once in a deployment',
  holds: (run) => {
    const invoked = run.flatMap(({ moment: { what } }) =>
      (what.kind === 'asked' && what.effect.kind === 'invoke-hook' ? [what.effect.executionId] : []));
    return new Set(invoked).size === invoked.length;
  },
};

export const failedVerdictIsFinal: Invariant = {
  says: 'once a hook has said Failed, no traffic is given to green any more',
  holds: (run) => {
    const verdict = indexOf(run, ({ moment: { what } }) => what.kind === 'verdict' && what.verdict === 'Failed');
    return run.slice(verdict).every(({ moment: { what } }) =>
      what.kind !== 'asked' || what.effect.kind !== 'route-production' || what.effect.green === 0);
  },
};

export const raisedAlarmStops: Invariant = {
  says: 'a reading that shows an alarm red stops the deployment at once',
  holds: (run) => run.every(({ moment: { at, what } }) => what.kind !== 'alarms-raised'
    || run.some(({ moment }) => moment.at === at && moment.what.kind === 'status'
      && moment.what.deployment === what.deployment && moment.what.status === 'Stopped')),
};

/** The deployment that does something here; nothing for what the world does, and for the opening. */
const actor = (what: Sight): string | undefined => (what.kind !== 'opened' && 'deployment' in what ? what.deployment : undefined);

function follows(from: EventStatus, to: EventStatus): boolean {
  return from === 'Pending' ? to !== 'Pending' : from === 'InProgress' && (to === 'Succeeded' || to === 'Failed');
}

function indexOf(run: readonly Frame[], is: (frame: Frame) => boolean): number {
  const found = run.findIndex(is);
  return found === -1 ? run.length : found;
}
