import type { Deployment } from '../core/deployment/deployment';
import type { StoppedBy } from './scenario';

/** Who or what ended a deployment early; `undefined` when nobody did. */
export function stoppedBy({ phase, events }: Deployment): StoppedBy | undefined {
  if (phase.at !== 'ended' || phase.outcome.status === 'Succeeded') return undefined;
  const { because } = phase.outcome;
  switch (because.kind) {
    case 'alarm-active': return { kind: 'alarm', name: because.alarms.join(', ') };
    case 'alarms-unreadable': return { kind: 'alarm', name: because.message };
    case 'hook-failed':
    case 'hook-not-invocable': return { kind: 'hook', name: because.event };
    case 'hook-timeout': return { kind: 'timeout', name: because.event };
    case 'stop-requested': {
      // Nobody but the deployment function stops deployments in a rehearsal, and only when one takes too long.
      const running = Object.entries(events).find(([, { status }]) => status === 'Failed');
      return { kind: 'timeout', name: running?.[0] ?? 'deployment' };
    }
    case 'install-timeout': return { kind: 'timeout', name: 'Install' };
    case 'ready-timeout': return { kind: 'timeout', name: 'ready wait' };
    case 'not-confirmed': return { kind: 'timeout', name: because.work };
    case 'shift-too-late': return { kind: 'timeout', name: 'first shift' };
    case 'invalid-revision':
    case 'invalid-service':
    case 'task-set-failed':
    case 'routing-failed': return { kind: 'preflight', name: because.message };
  }
}
