import type { Gateway } from '../../lambda/deployment/gateway';
import type { LookPorts } from '../../lambda/deployment/look';
import type { Spoil } from './spoil';

/** Deployment functions that are wrong in their way, each with what must be found; `from` is where to begin to look for a rare moment. */
export const wrongFunctions: Readonly<Record<string, { readonly breaks: RegExp; readonly spoil: Spoil; readonly from?: number }>> = {
  'takes a release for another one when its revision is another, and does not know what was begun in which update': {
    breaks: /I2: going back has stopped/,
    spoil: (ports) => ({ ...ports, gateway: { ...ports.gateway, ...withoutUpdates(ports), taskSets: async () => (await ports.gateway.taskSets()).map((set) => ({ ...set, taskDefinition: `${set.taskDefinition}-again` })) } }),
  },
  'does not ask what its stack does': {
    breaks: /I2: going back has deployed/,
    spoil: (ports) => ({ ...ports, gateway: { ...ports.gateway, stack: async () => ({ status: 'UPDATE_IN_PROGRESS', update: '' }) } }),
  },
  'forgets that its request was taken back': {
    breaks: /I2: .* has deployed after it was taken back/,
    spoil: (ports) => ({ ...ports, gateway: { ...ports.gateway, stack: async (id) => {
      const { status } = await ports.gateway.stack(id);
      return { status: status.includes('ROLLBACK') ? status : 'UPDATE_IN_PROGRESS', update: '' };
    } } }),
  },
  'stops rollbacks': {
    breaks: /I1/,
    from: 5_400,
    spoil: (ports) => ({ ...ports, gateway: { ...ports.gateway, activeDeployment: async () => {
      const active = await ports.gateway.activeDeployment();
      return active && { ...active, isRollback: false, description: active.isRollback ? 'changeover 0 Deployment ' : active.description };
    } } }),
  },
  'does not know what was begun in which update': {
    breaks: /I2: going back has stopped/,
    spoil: (ports) => ({ ...ports, gateway: { ...ports.gateway, ...withoutUpdates(ports) } }),
  },
  'does not know which release bakes either': {
    breaks: /I2: going back has stopped/,
    spoil: (ports) => ({ ...ports, gateway: { ...ports.gateway, ...withoutUpdates(ports), taskSets: async () => (await ports.gateway.taskSets()).map((set) => ({ ...set, broughtBy: undefined })) } }),
  },
  'calls a release deployed as soon as it is installed': {
    breaks: /I4/,
    spoil: (ports) => ({ ...ports, gateway: { ...ports.gateway, deployment: async (id) => {
      const view = await ports.gateway.deployment(id);
      return view.status === 'running' && !view.installing ? { status: 'shifted' } : view;
    } } }),
  },
  'has no end of patience': {
    breaks: /I3: .* was not answered/,
    spoil: (ports) => ({ ...ports, settings: { ...ports.settings, limits: { ...ports.settings.limits, totalMinutes: 600, installMinutes: 600 } } }),
  },
  'never moves the lease on the queue': {
    breaks: /the queue is with/,
    spoil: (ports) => ({ ...ports, ...(ports.queue && { queue: { ...ports.queue, moveLease: async () => undefined, lease: async () => ({ release: 'nobody', epoch: 1 }) } }) }),
  },
  'forgets what became of a release once it has all traffic': {
    breaks: /I8: .* is baked, and the ledger says deployed/,
    spoil: (ports) => ({ ...ports, ...(ports.book && { book: { ...ports.book, say: async (fact) => (fact.kind === 'baked' ? undefined : ports.book?.say(fact)) } }) }),
  },
  'fails without a word': {
    breaks: /I7/,
    spoil: (ports) => ({ ...ports, answer: (request, status) => ports.answer(request, status, '') }),
  },
};

/** The group's deployment as one of which nobody has written down in which update it was begun. */
const withoutUpdates = ({ gateway }: LookPorts): Pick<Gateway, 'activeDeployment'> => ({
  activeDeployment: async () => {
    const active = await gateway.activeDeployment();
    return active && { ...active, description: active.description.replace(/ in update-\d+/, '') };
  },
});
