import type { Dice } from '../../../lib/core/chance';
import type { Color } from '../../../lib/core/deployment/deployment';
import type { AlarmReading, DeploymentEvent } from '../../../lib/core/deployment/deployment-event';
import type { AskedEffect, Sight } from '../../../lib/core/deployment/trace';
import type { Percent } from '../../../lib/core/units';

/** What became of an effect: what a watcher sees, and what the deployment will hear of it. */
interface Performed {
  readonly sights: readonly Sight[];
  readonly events: readonly DeploymentEvent[];
}

type Performable = Exclude<AskedEffect, { kind: 'start-rollback' }>;

/** Performs an effect well, mostly; else it is refused, or done without anybody hearing of it. */
export function performed(effect: Performable, chance: Dice, weights: (green: Percent) => Sight): Performed {
  const roll = chance.roll();
  const usually = (sight: Sight, event: DeploymentEvent, refusal: DeploymentEvent): Performed => {
    if (roll < 0.03) return { sights: [], events: [refusal] };
    return { sights: [sight], events: roll < 0.05 ? [] : [event] };
  };
  switch (effect.kind) {
    case 'read-alarms':
      return { sights: [], events: reading(effect.names, roll) };
    case 'invoke-hook':
      return { sights: [], events: verdict(effect.executionId, roll) };
    case 'create-task-set':
      return usually({ kind: 'task-set', color: 'green', is: 'steady' }, { kind: 'task-set-steady' }, ecsRefuses('green'));
    case 'route-test':
      return usually({ kind: 'test', to: effect.to }, { kind: 'test-routed', to: effect.to }, listenerRefuses('test'));
    case 'route-production':
      return usually(weights(effect.green), { kind: 'production-routed', green: effect.green }, listenerRefuses('production'));
    case 'make-primary': {
      const { color } = effect;
      return usually({ kind: 'primary', is: color }, { kind: 'made-primary', color }, ecsRefuses(color));
    }
    case 'terminate-task-set': {
      const { color } = effect;
      return usually({ kind: 'task-set', color, is: 'gone' }, { kind: 'task-set-terminated', color }, ecsRefuses(color));
    }
  }
}

const ecsRefuses = (color: Color): DeploymentEvent => ({ kind: 'task-set-failed', color, message: 'denied' });
const listenerRefuses = (listener: 'test' | 'production'): DeploymentEvent => ({ kind: 'routing-failed', listener, message: 'denied' });

function reading(names: readonly string[], roll: number): readonly DeploymentEvent[] {
  const states = (state: AlarmReading['state']): DeploymentEvent =>
    ({ kind: 'alarms-read', alarms: names.map((name) => ({ name, state })) });
  if (roll < 0.03) return [states('ALARM')];
  if (roll < 0.05) return [states('INSUFFICIENT_DATA')];
  if (roll < 0.06) return [{ kind: 'alarms-unreadable', message: 'throttled' }];
  if (roll < 0.07) return [{ kind: 'alarms-read', alarms: [] }];
  return roll < 0.08 ? [] : [states('OK')];
}

function verdict(executionId: string, roll: number): readonly DeploymentEvent[] {
  const says = (what: 'Succeeded' | 'Failed'): DeploymentEvent => ({ kind: 'hook-reported', executionId, verdict: what });
  if (roll < 0.07) return [says('Failed')];
  if (roll < 0.09) return [{ kind: 'hook-not-invocable', executionId, message: 'denied' }];
  if (roll < 0.12) return [];
  return roll < 0.17 ? [says('Succeeded'), says('Failed')] : [says('Succeeded')];
}
