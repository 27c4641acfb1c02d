import type { ContainerService } from '../ecs/container-service';
import type { Service } from '../ecs/service';
import type { Identifiers } from '../identifiers';
import { arnOf, type Place } from '../place';
import { ServiceError } from '../service-error';

/** What of scaling is suspended: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_SuspendedState.html */
export interface SuspendedState {
  readonly DynamicScalingInSuspended: boolean;
  readonly DynamicScalingOutSuspended: boolean;
  readonly ScheduledScalingSuspended: boolean;
}

export interface ScalableTarget {
  readonly arn: string;
  readonly resourceId: string;
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly suspended: SuspendedState;
}

/** What a request says; what it leaves out stays as it is. */
export interface Registration {
  readonly resourceId: string;
  readonly minCapacity: number | undefined;
  readonly maxCapacity: number | undefined;
  readonly suspended: Partial<SuspendedState> | undefined;
}

export const scalableDimension = 'ecs:service:DesiredCount';

const AWAKE: SuspendedState = { DynamicScalingInSuspended: false, DynamicScalingOutSuspended: false, ScheduledScalingSuspended: false };

/** Application Auto Scaling: the ECS services whose desired count it may change. */
export class ScalableTargets {
  private readonly targets = new Map<string, ScalableTarget>();

  constructor(private readonly ecs: Pick<ContainerService, 'service' | 'scale'>, private readonly ids: Identifiers) {}

  /**
   * Makes or changes a target, and brings the service's count into its range at once.
   *
   * @throws ServiceError `ValidationException` for a service that is not there, and for a new target without a range
   */
  register(place: Place, { resourceId, minCapacity, maxCapacity, suspended }: Registration): ScalableTarget {
    const service = this.serviceOf(resourceId);
    const before = this.find(place, resourceId);
    const [min, max] = rangeOf(minCapacity ?? before?.minCapacity, maxCapacity ?? before?.maxCapacity);
    const target: ScalableTarget = {
      arn: before?.arn ?? arnOf('application-autoscaling', place, `scalable-target/${this.ids.hex(36)}`), resourceId, minCapacity: min, maxCapacity: max,
      // What a request leaves out within the state is not said anywhere: it is taken for the default of each.
      suspended: suspended === undefined ? before?.suspended ?? AWAKE : { ...AWAKE, ...suspended },
    };
    this.targets.set(keyOf(place, resourceId), target);
    const inRange = Math.min(Math.max(service.desiredCount, min), max);
    if (inRange !== service.desiredCount) this.ecs.scale(service, inRange);
    return target;
  }

  find(place: Place, resourceId: string): ScalableTarget | undefined {
    return this.targets.get(keyOf(place, resourceId));
  }

  /** All of a place, by name. */
  all({ account, region }: Place): readonly ScalableTarget[] {
    return [...this.targets].filter(([key]) => key.startsWith(keyOf({ account, region }, ''))).map(([, target]) => target).sort((one, other) => (one.resourceId < other.resourceId ? -1 : 1));
  }

  deregister(place: Place, resourceId: string): void {
    this.targets.delete(keyOf(place, resourceId));
  }

  private serviceOf(resourceId: string): Service {
    const [kind, cluster = '', name = ''] = resourceId.split('/');
    const service = kind === 'service' ? this.ecs.service(cluster, name) : undefined;
    if (service === undefined) throw invalid(`ECS service doesn't exist: ${resourceId}`);
    return service;
  }
}

function rangeOf(min: number | undefined, max: number | undefined): readonly [min: number, max: number] {
  if (min === undefined || max === undefined) throw invalid('minimum capacity and maximum capacity must both be specified when registering a new scalable target');
  if (min > max) throw invalid('Maximum capacity cannot be less than minimum capacity');
  return [min, max];
}

const keyOf = ({ account, region }: Place, resourceId: string): string => `${account} ${region} ${resourceId}`;

const invalid = (message: string): ServiceError => new ServiceError('ValidationException', message);
