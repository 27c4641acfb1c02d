import { percent, type Instant, type Percent } from '../units';
import type { Color, Deployment, Phase, Restoration } from './deployment';
import type { Policy } from './policy';
import { abort, change, goOn, ignore, type Change, type Reaction } from './reaction';
import { onShiftConfirmed } from './shift-traffic';

export function onTaskSetSteady({ phase }: Deployment): Reaction {
  return phase.at === 'installing' ? goOn : ignore;
}

export function onTaskSetFailed({ phase }: Deployment, color: Color, message: string): Reaction {
  return waitsForEcs(phase, color) ? abort({ kind: 'task-set-failed', message }) : ignore;
}

export function onTestRouted({ phase }: Deployment, to: Color): Reaction {
  if (phase.at === 'routing-test') return to === 'green' ? goOn : ignore;
  return to === 'blue' ? restored(phase, 'test') : ignore;
}

export function onProductionRouted(policy: Policy, now: Instant, { phase }: Deployment, green: Percent): Reaction {
  if (phase.at === 'shifting') return onShiftConfirmed(policy, now, phase, green);
  return green === 0 ? restored(phase, 'production', { greenShare: percent(0) }) : ignore;
}

export function onMadePrimary({ phase }: Deployment, color: Color): Reaction {
  if (phase.at === 'making-primary') return color === 'green' ? goOn : ignore;
  return color === 'blue' ? restored(phase, 'primary') : ignore;
}

export function onRoutingFailed({ phase }: Deployment, listener: 'test' | 'production', message: string): Reaction {
  const waitsForIt = (phase.at === 'routing-test' && listener === 'test')
    || (phase.at === 'shifting' && listener === 'production')
    || (phase.at === 'restoring' && phase.awaiting.includes(listener));
  return waitsForIt ? abort({ kind: 'routing-failed', message }) : ignore;
}

export function onTaskSetTerminated({ phase }: Deployment, color: Color): Reaction {
  const waitsForIt = (phase.at === 'ending-blue' && color === 'blue') || (phase.at === 'ending-green' && color === 'green');
  return waitsForIt ? { kind: 'succeed' } : ignore;
}

/** Blue has one thing back; when it has everything, the rollback goes on. */
function restored(phase: Phase, what: Restoration, made: Change = {}): Reaction {
  if (phase.at !== 'restoring' || !phase.awaiting.includes(what)) return ignore;
  const awaiting = phase.awaiting.filter((other) => other !== what);
  return awaiting.length === 0 ? { kind: 'go-on', change: made } : change({ ...made, phase: { ...phase, awaiting } });
}

function waitsForEcs(phase: Phase, color: Color): boolean {
  switch (phase.at) {
    case 'installing':
    case 'making-primary':
    case 'ending-green':
      return color === 'green';
    case 'ending-blue':
      return color === 'blue';
    case 'restoring':
      return color === 'blue' && phase.awaiting.includes('primary');
    case 'created':
    case 'hook':
    case 'routing-test':
    case 'ready':
    case 'shifting':
    case 'holding':
    case 'baking':
    case 'ended':
      return false;
  }
}
