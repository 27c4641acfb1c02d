import type { Clock } from '../../core/time';
import type { ContainerService } from './container-service';
import { Rolling, type RollingSettings } from './rolling';
import type { Service } from './service';

/** A service that ECS rolls out itself, without tasks yet. */
export function rollingOf(about: Omit<Service, 'controller'>, settings: RollingSettings, { service: ecs, clock }: { readonly service: ContainerService; readonly clock: Clock }): Service {
  const rolling = new Rolling({
    clock, desired: () => made.desiredCount,
    create: (definition) => ecs.createTaskSet(made, { definition, attachment: made.attachment, network: made.network, externalId: '', status: 'PRIMARY', desired: 0 }),
    remove: (taskSet) => {
      made.taskSets.splice(made.taskSets.indexOf(taskSet), 1);
      void taskSet.drain();
    },
  }, settings);
  const made: Service = { ...about, controller: { type: 'ECS', rolling } };
  return made;
}
