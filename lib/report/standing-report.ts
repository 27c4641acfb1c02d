import { durationText } from '../core/duration-text';
import type { ReleaseStackStanding, Standing, StandingDeployment } from '../core/standing/standing';
import { between, toSeconds, type Instant } from '../core/units';
import type { Block } from './block';

/** How a service stands, for whoever operates it. */
export function standingReport(standing: Standing): readonly Block[] {
  const { stage, service, taskSets, deployment, releaseStack, red, now } = standing;
  return [
    { kind: 'heading', level: 1, text: `${service} in ${stage}` },
    {
      kind: 'table', head: ['task set', 'release', 'tasks', 'customers'], align: ['left', 'left', 'right', 'right'],
      rows: taskSets.map(({ status, release, running, desired, share }) => [status, release ?? '(placeholder)', `${running}/${desired}`, share === undefined ? 'no rule' : `${Math.round(share)} %`]),
    },
    { kind: 'facts', rows: [
      ['deployment', deployment === undefined ? 'none yet' : `${deployment.id}: ${spellPhase(deployment, now)}`],
      ...(deployment?.takesBack === undefined ? [] : [['takes back', deployment.takesBack] as const]),
      ...(deployment?.watchedBy === undefined ? [] : [['watched by', `${deployment.watchedBy.join(', ')} (${deployment.description})`] as const]),
      ['red alarms', red.join(', ') || 'none'],
      ['release stack', spellStack(releaseStack)],
    ] },
    ...disagreement(standing),
  ];
}

function spellPhase({ phase }: StandingDeployment, now: Instant): string {
  switch (phase.at) {
    case 'beginning': return 'has just begun';
    case 'event': return `is at ${phase.event}`;
    case 'ready': return 'waits: changeover continue lets customers reach it, changeover stop does not';
    case 'baking': return phase.until === undefined ? 'bakes' : `bakes for another ${durationText(Math.max(0, toSeconds(between(now, phase.until))))}, until ${timeText(phase.until)}`;
    case 'promoted': return 'has ended well';
    case 'ended': return `${phase.because} (rollback: ${phase.rollback.kind === 'none' ? 'none' : phase.rollback.kind})`;
  }
}

const timeText = (at: Instant): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function spellStack(stack: ReleaseStackStanding): string {
  return stack.kind === 'none' ? `${stack.name} is not there` : `${stack.name} is in ${stack.status} with ${stack.release ?? 'no release'}`;
}

/** While a deployment runs the stack is ahead of what is live; afterwards it must not be. */
function disagreement({ releaseStack, taskSets, deployment }: Standing): readonly Block[] {
  const runs = deployment !== undefined && deployment.phase.at !== 'promoted' && deployment.phase.at !== 'ended';
  if (releaseStack.kind === 'none' || releaseStack.agrees || runs || releaseStack.status.endsWith('_IN_PROGRESS')) return [];
  const live = taskSets.find(({ status }) => status === 'PRIMARY')?.release ?? 'the placeholder';
  return [{ kind: 'paragraph', text: `The release stack holds ${releaseStack.release ?? 'no release'}, and customers are on ${live}: the deployment was taken back after the stack had its answer. Release what is right; the same release once more needs another number of the try (-c attempt=2).` }];
}
