import type { Invariant } from './invariant';
import type { Frame } from './picture';

export const rollbackRestoresBlue: Invariant = {
  says: 'when a rollback has succeeded, blue has production and test traffic whole and is PRIMARY, and green is gone',
  holds: (run) => run.every(({ after, moment: { what } }) => {
    if (what.kind !== 'status' || what.status !== 'Succeeded') return true;
    const isRollback = after.deployments.get(what.deployment)?.rollbackOf !== undefined;
    return !isRollback || (after.blue === 100 && after.test === 'blue' && after.primary === 'blue' && after.greenTaskSet === 'gone');
  }),
};

export const noWayBackWithoutBlue: Invariant = {
  says: 'no rollback is started once blue was asked to end',
  holds: (run) => {
    const ending = run.findIndex(({ moment: { what } }) =>
      what.kind === 'asked' && what.effect.kind === 'terminate-task-set' && what.effect.color === 'blue');
    return ending === -1 || rollbacks(run.slice(ending)) === 0;
  },
};

export const rollsBackOnce: Invariant = {
  says: 'at most one rollback is started, and never from a rollback',
  holds: (run) => rollbacks(run) <= 1 && run.every(({ before, moment: { what } }) =>
    what.kind !== 'asked' || what.effect.kind !== 'start-rollback' || before.deployments.get(what.deployment)?.rollbackOf === undefined),
};

export const rollbackCreatesNothing: Invariant = {
  says: 'a rollback creates no task set, gives nothing to green and runs no hook',
  holds: (run) => run.every(({ before, moment: { what } }) => {
    if (what.kind !== 'asked' || before.deployments.get(what.deployment)?.rollbackOf === undefined) return true;
    const { effect } = what;
    switch (effect.kind) {
      case 'route-production':
        return effect.green === 0;
      case 'route-test':
        return effect.to === 'blue';
      case 'make-primary':
        return effect.color === 'blue';
      case 'terminate-task-set':
        return effect.color === 'green';
      case 'read-alarms':
      case 'invoke-hook':
      case 'create-task-set':
      case 'start-rollback':
        return false;
    }
  }),
};

const rollbacks = (run: readonly Frame[]): number =>
  run.filter(({ moment: { what } }) => what.kind === 'asked' && what.effect.kind === 'start-rollback').length;
