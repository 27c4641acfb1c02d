import type { Fleet } from '../core/capacity/session-limits';
import type { Stage } from './stage';

/** The most tasks of one colour that a stage may have of each program. */
export const fleetOf = ({ service, auxiliary }: Pick<Stage, 'service' | 'auxiliary'>): Fleet => ({
  api: service.maxTasks, auxiliary: auxiliary.service.maxTasks, worker: auxiliary.worker.tasks,
});
