import type { LookPorts } from './look';
import type { Invocation } from './state';

/** The machine could not look any more: takes a running deployment back, and answers in any case. */
export async function giveUp({ state }: Extract<Invocation, { action: 'give-up' }>, { gateway, answer }: LookPorts): Promise<{ readonly next: 'done' }> {
  const why = `the deployment function could not go on: ${state.failure?.Error ?? 'unknown error'} ${state.failure?.Cause ?? ''}`.trim();
  const stopped = await gateway.activeDeployment()
    .then(async (active) => {
      if (active === undefined) return 'no deployment was running';
      await gateway.stopDeployment(active.id);
      return `deployment ${active.id} was stopped with rollback`;
    })
    .catch((cause: unknown) => `whether a deployment runs is unknown (${String(cause)})`);
  const status = state.request.RequestType === 'Delete' ? 'SUCCESS' : 'FAILED';
  await answer(state.request, status, `${why}; ${stopped}`);
  return { next: 'done' };
}
