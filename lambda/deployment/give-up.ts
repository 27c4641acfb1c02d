import { keyOf, type LookPorts } from './look';
import type { Invocation } from './state';

/**
 * The machine could not look any more: takes back what this request has deployed, never somebody else's deployment, and answers in any
 * case. A request that was answered already, and only bakes, is left alone: its alarms still take it back, and the next request puts the
 * lease where it belongs.
 */
export async function giveUp({ state }: Extract<Invocation, { action: 'give-up' }>, { gateway, answer }: LookPorts): Promise<{ readonly next: 'done' }> {
  if (state.progress?.at === 'baking') return { next: 'done' };
  const why = `the deployment function could not go on: ${state.failure?.Error ?? 'unknown error'} ${state.failure?.Cause ?? ''}`.trim();
  const stopped = await gateway.deploymentDescribed(keyOf(state))
    .then(async (ours) => {
      if (ours === undefined) return 'nothing was deployed';
      await gateway.stopDeployment(ours);
      return `deployment ${ours} was stopped with rollback, unless it had ended`;
    })
    .catch((cause: unknown) => `whether a deployment runs is unknown (${String(cause)})`);
  const status = state.request.RequestType === 'Delete' ? 'SUCCESS' : 'FAILED';
  await answer(state.request, status, `${why}; ${stopped}`);
  return { next: 'done' };
}
