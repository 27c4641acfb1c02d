import type { DeploymentStatus } from '../../core/deployment/status';
import type { Deployments } from '../codedeploy/deployments';
import { arnOf, parseArn, type Place } from '../place';
import type { EventRules } from './rules';

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html */
const STATES: Readonly<Partial<Record<DeploymentStatus, string>>> = { InProgress: 'START', Ready: 'READY', Succeeded: 'SUCCESS', Failed: 'FAILURE', Stopped: 'STOP' };

/** Tells EventBridge of every deployment that begins, waits or ends, rollbacks among them. */
export function deploymentEvents(deployments: Deployments, rules: EventRules): Disposable {
  return deployments.watch(({ what }) => {
    if (what.kind !== 'status') return;
    const state = STATES[what.status];
    // What its opening shows is seen before the deployment is in the book.
    if (state !== undefined) queueMicrotask(() => tell(what.deployment, state));
  });

  function tell(id: string, state: string): void {
    const { group } = deployments.named(id);
    const place: Place = { account: '', region: '', ...parseArn(group.productionListenerArn) };
    rules.happened({ account: place.account, region: place.region }, {
      source: 'aws.codedeploy', 'detail-type': 'CodeDeploy Deployment State-change Notification',
      resources: [arnOf('codedeploy', place, `application:${group.application}`), arnOf('codedeploy', place, `deploymentgroup:${group.application}/${group.name}`)],
      detail: { region: place.region, deploymentId: id, instanceGroupId: group.id, application: group.application, deploymentGroup: group.name, state },
    });
  }
}
