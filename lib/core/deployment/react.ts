import type { Instant } from '../units';
import {
  onMadePrimary, onProductionRouted, onRoutingFailed, onTaskSetFailed, onTaskSetSteady, onTaskSetTerminated, onTestRouted,
} from './acknowledgements';
import { onAlarmsRead, onAlarmsUnreadable } from './alarm-readings';
import type { Deployment } from './deployment';
import type { DeploymentEvent } from './deployment-event';
import { onHookNotInvocable, onHookReport } from './hook-execution';
import type { Policy } from './policy';
import { change, type Reaction } from './reaction';
import { onContinue, onRollbackStarted, onStop } from './requests';

/** What a deployment makes of an event, once time has had its say. */
export function react(policy: Policy, now: Instant, deployment: Deployment, event: DeploymentEvent): Reaction {
  switch (event.kind) {
    case 'time-passed':
      return change({});
    case 'alarms-read':
      return onAlarmsRead(policy, now, deployment, event.alarms);
    case 'alarms-unreadable':
      return onAlarmsUnreadable(policy, now, deployment, event.message);
    case 'hook-reported':
      return onHookReport(policy, deployment, event);
    case 'hook-not-invocable':
      return onHookNotInvocable(deployment, event);
    case 'task-set-steady':
      return onTaskSetSteady(deployment);
    case 'task-set-failed':
      return onTaskSetFailed(deployment, event.color, event.message);
    case 'test-routed':
      return onTestRouted(deployment, event.to);
    case 'production-routed':
      return onProductionRouted(policy, now, deployment, event.green);
    case 'routing-failed':
      return onRoutingFailed(deployment, event.listener, event.message);
    case 'made-primary':
      return onMadePrimary(deployment, event.color);
    case 'task-set-terminated':
      return onTaskSetTerminated(deployment, event.color);
    case 'stop-requested':
      return onStop(deployment, event.rollback);
    case 'continue-requested':
      return onContinue(policy, now, deployment, event.wait);
    case 'rollback-started':
      return onRollbackStarted(deployment, event.deployment);
  }
}
