import type { TaskSet } from './task-set';

/** So many tasks may end before a service that is being created counts as one that will not start. */
const MOST_ENDED = 3;

/** Resolves once the task set is steady. @throws when its tasks keep ending, with what the last one said, or when `cancelled` is aborted */
export async function becomesSteady(taskSet: TaskSet, cancelled: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const done = (tell: () => void): void => {
      watch[Symbol.dispose]();
      cancelled?.removeEventListener('abort', stop);
      tell();
    };
    const stop = (): void => done(() => reject(new Error('Resource creation cancelled')));
    const look = (): void => {
      if (taskSet.isSteady()) done(resolve);
      else if (taskSet.ended.length >= MOST_ENDED) done(() => reject(new Error(`the service does not become steady: ${lastWords(taskSet)}`)));
    };
    const watch = taskSet.watch(look);
    cancelled?.addEventListener('abort', stop);
    if (cancelled?.aborted === true) stop();
    else look();
  });
}

function lastWords({ ended }: TaskSet): string {
  const last = ended.at(-1);
  if (last === undefined || !('because' in last.state)) return '';
  const exits = last.containers.flatMap(({ container, exitCode }) => (exitCode === undefined ? [] : [`${container.name} with ${exitCode}`]));
  return `${last.state.because.reason}${exits.length === 0 ? '' : ` (${exits.join(', ')})`}`;
}
