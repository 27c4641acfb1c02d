import { isOver, type StandingDeployment } from './standing';

/** What takes customers back sooner than a new deployment, while one is under way; nothing, when none is. */
export function quickerWayBack(deployment: StandingDeployment | undefined): string | undefined {
  if (deployment === undefined || isOver(deployment)) return undefined;
  const { id, phase, takesBack } = deployment;
  if (takesBack !== undefined) return `${id} takes ${takesBack} back already: changeover wait tells its end`;
  switch (phase.at) {
    case 'ended': return `${id} ${phase.because}, and is being taken back already: changeover wait tells its end`;
    case 'baking': return `${id} bakes, and what ran before is still warm: changeover stop takes it back in seconds, without a deployment`;
    default: return `${id} is under way: changeover stop takes it back in seconds, without a deployment`;
  }
}
