import type { Sight } from '../core/deployment/trace';

/** What a person who watches a deployment wants to hear; `undefined` for what goes without saying. */
export function describeSight(sight: Sight): string | undefined {
  switch (sight.kind) {
    case 'opened': return sight.rollbackOf === undefined ? `deployment ${sight.deployment} is created` : `rollback ${sight.deployment} of ${sight.rollbackOf} begins`;
    case 'lifecycle-event': return sight.status === 'Failed' ? `${sight.event} failed` : sight.status === 'InProgress' ? sight.event : undefined;
    case 'verdict': return `hook after ${sight.event}: ${sight.verdict}`;
    case 'alarms-raised': return `stopped by alarm ${sight.alarms.join(', ')}`;
    case 'production': return `green ${sight.green} %, blue ${sight.blue} %`;
    case 'status': return sight.status === 'Created' || sight.status === 'InProgress' ? undefined : `deployment ${sight.deployment} is ${sight.status}`;
    case 'task-set': return sight.is === 'steady' ? 'green is healthy' : `${sight.color} is gone`;
    case 'continued':
    case 'asked':
    case 'test':
    case 'primary': return undefined;
  }
}
