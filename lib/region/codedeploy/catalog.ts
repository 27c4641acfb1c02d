import type { ReadyOption, RollbackEvent } from '../../core/deployment/policy';
import { predefinedRoutings, type TrafficRouting } from '../../core/deployment/traffic-routing';
import type { Millis } from '../../core/units';
import { ServiceError } from '../service-error';

export interface Application {
  readonly name: string;
}

/** A deployment group for the ECS platform. */
export interface DeploymentGroup {
  readonly application: string;
  readonly name: string;
  readonly serviceRoleArn: string;
  readonly configuration: string;
  readonly service: { readonly cluster: string; readonly name: string };
  /** The names of the pair of target groups; which of them is blue, the PRIMARY task set says. */
  readonly targetGroups: readonly [string, string];
  readonly productionListenerArn: string;
  readonly testListenerArn: string | undefined;
  readonly terminationWait: Millis;
  readonly ready: ReadyOption;
  readonly alarms: { readonly enabled: boolean; readonly ignorePollAlarmFailure: boolean; readonly names: readonly string[] };
  readonly rollback: { readonly enabled: boolean; readonly events: readonly RollbackEvent[] };
}

/** Applications, deployment groups and configurations. */
export class Catalog {
  readonly applications = new Map<string, Application>();
  readonly groups = new Map<string, DeploymentGroup>();
  readonly configurations = new Map<string, TrafficRouting>(predefinedRoutings);

  /** @throws ServiceError `ApplicationDoesNotExistException`, `DeploymentGroupDoesNotExistException` */
  group(application: string, name: string): DeploymentGroup {
    if (!this.applications.has(application)) throw new ServiceError('ApplicationDoesNotExistException', `No application found for name: ${application}`);
    const found = this.groups.get(groupKey(application, name));
    if (found === undefined) throw new ServiceError('DeploymentGroupDoesNotExistException', `No Deployment Group found for name: ${name}`);
    return found;
  }

  /** @throws ServiceError `DeploymentConfigDoesNotExistException` */
  routing(configuration: string): TrafficRouting {
    const found = this.configurations.get(configuration);
    if (found === undefined) throw new ServiceError('DeploymentConfigDoesNotExistException', `No Deployment Configuration found for name: ${configuration}`);
    return found;
  }
}

export const groupKey = (application: string, name: string): string => `${application}/${name}`;
