import { isOver, type StandingDeployment } from './standing';

/** How a deployment that was waited for has ended. */
export type Verdict =
  | { readonly promoted: true; readonly said: string }
  | { readonly promoted: false; readonly said: string };

/** `undefined` for as long as it has not ended, its bake and its rollback included. */
export function verdictOn(deployment: StandingDeployment): Verdict | undefined {
  const { id, phase, takesBack } = deployment;
  if (!isOver(deployment)) return undefined;
  if (phase.at === 'ended') return { promoted: false, said: `deployment ${id} ${phase.because}; ${where(phase.rollback)}` };
  return takesBack === undefined
    ? { promoted: true, said: `deployment ${id} has all customers, and its bake is over` }
    : { promoted: false, said: `deployment ${id} has taken ${takesBack} back: all customers are on the release before` };
}

function where(rollback: Extract<StandingDeployment['phase'], { at: 'ended' }>['rollback']): string {
  switch (rollback.kind) {
    case 'succeeded': return `all customers are on the release before (rollback ${rollback.id})`;
    case 'failed': return `its rollback ${rollback.id} did not succeed: look at it now`;
    case 'none': return 'nothing had to be put back, or nothing was: look at the shares with changeover status';
    case 'awaited':
    case 'running': return 'its rollback has not ended';
  }
}
