import type { Standing, StandingDeployment } from './standing';

/** What a person can do about a deployment. */
export type Intervention = 'stop' | 'continue' | 'end-bake';

/** What an intervention would do, or why it cannot be done now. */
export type Proposal =
  | { readonly kind: 'possible'; readonly deployment: StandingDeployment; readonly effect: string }
  | { readonly kind: 'impossible'; readonly why: string };

/** Decides by what is running now; whoever is asked for confirmation reads `effect`. */
export function propose(intervention: Intervention, { deployment, taskSets }: Pick<Standing, 'deployment' | 'taskSets'>): Proposal {
  if (deployment === undefined) return impossible('nothing has been deployed yet');
  const { id, phase, takesBack } = deployment;
  if (phase.at === 'promoted' || phase.at === 'ended') return impossible(`nothing is being deployed: the newest deployment, ${id}, ${phase.at === 'promoted' ? 'has ended well' : `has ended (${phase.because})`}`);
  if (takesBack !== undefined) return impossible(`${id} is the rollback of ${takesBack}: let it end, it takes seconds`);
  const [primary] = taskSets.filter(({ status }) => status === 'PRIMARY');
  const other = taskSets.find(({ status }) => status === 'ACTIVE');
  const [green, blue] = (phase.at === 'baking' ? [primary, other] : [other, primary]).map((taskSet) => taskSet?.release ?? 'the placeholder');
  switch (intervention) {
    case 'stop': return { kind: 'possible', deployment, effect: `stops deployment ${id} and rolls it back: within seconds all customers are on ${blue}, and the tasks of ${green} end` };
    case 'continue': return phase.at === 'ready'
      ? { kind: 'possible', deployment, effect: `lets deployment ${id} go on: customers begin to reach ${green}` }
      : impossible(`deployment ${id} does not wait for anybody: ${spellPhase(phase.at)}`);
    case 'end-bake': return phase.at === 'baking'
      ? { kind: 'possible', deployment, effect: `ends the bake of deployment ${id} now: the tasks of ${blue} end, and going back to it takes a whole deployment` }
      : impossible(`deployment ${id} does not bake: ${spellPhase(phase.at)}`);
  }
}

const impossible = (why: string): Proposal => ({ kind: 'impossible', why });

function spellPhase(at: 'beginning' | 'event' | 'ready' | 'baking'): string {
  switch (at) {
    case 'beginning': return 'it has only just begun';
    case 'event': return 'it goes on by itself';
    case 'ready': return 'it waits to be continued';
    case 'baking': return 'it has all customers and bakes';
  }
}
