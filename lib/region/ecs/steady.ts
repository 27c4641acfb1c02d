import type { Rolling } from './rolling';
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

/**
 * Resolves once what is rolled out is there. @throws when the circuit breaker has given it up, in CloudFormation's words; without one as `becomesSteady`;
 * or when `cancelled` is aborted
 */
export async function becomesSteadyRolling(rolling: Rolling, cancelled: AbortSignal | undefined): Promise<void> {
  const taskSet = rolling.deployments[0]?.taskSet;
  if (taskSet === undefined) return;
  const over = new AbortController();
  const signal = cancelled === undefined ? over.signal : AbortSignal.any([over.signal, cancelled]);
  try {
    await Promise.race([rolling.settled().then((settled) => {
      if (settled.is === 'failed') throw new Error(`Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'. (${lastWords(taskSet)})`);
    }), untilGivenUp(rolling, taskSet, signal)]);
  } finally {
    over.abort();
  }
}

/** Never resolves. @throws when nobody else will give the deployment up, and when it is cancelled */
function untilGivenUp(rolling: Rolling, taskSet: TaskSet, cancelled: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const look = (): void => {
      if (!rolling.settings.breaker.enabled && taskSet.failures >= MOST_ENDED) reject(new Error(`the service does not become steady: ${lastWords(taskSet)}`));
    };
    const watch = taskSet.watch(look);
    const stop = (): void => {
      watch[Symbol.dispose]();
      reject(new Error('Resource creation cancelled'));
    };
    cancelled.addEventListener('abort', stop, { once: true });
    if (cancelled.aborted) stop();
    else look();
  });
}

function lastWords({ ended }: TaskSet): string {
  const last = ended.at(-1);
  if (last === undefined || !('because' in last.state)) return '';
  const exits = last.containers.flatMap(({ container, exitCode }) => (exitCode === undefined ? [] : [`${container.name} with ${exitCode}`]));
  return `${last.state.because.reason}${exits.length === 0 ? '' : ` (${exits.join(', ')})`}`;
}
