import { durationText } from '../core/duration-text';
import { harmed, nextSteps } from '../core/story/next-steps';
import type { Changed, Story, Traffic } from '../core/story/story';
import { between, toSeconds, type Instant } from '../core/units';
import type { Block } from './block';

/** What became of a deployment: the verdict first, then what changed, who was harmed, what stopped it, what to do, and everything that happened. */
export function storyReport(story: Story): readonly Block[] {
  const { stage, service, deployment, release, before, changed, alarms, moments, traffic } = story;
  return [
    { kind: 'heading', level: 1, text: `${release ?? deployment.id} in ${stage}: ${outcome(story)}` },
    { kind: 'facts', rows: [
      ['deployment', `${deployment.id} of ${service}${deployment.description === '' ? '' : ` (${deployment.description})`}`],
      ['before it', before ?? 'the placeholder, or not known any more'],
      ...changedRows(changed),
      ...(deployment.phase.at === 'ended' ? [['ended', `${deployment.phase.because}; rollback: ${deployment.phase.rollback.kind}`] as const] : []),
    ] },
    { kind: 'heading', level: 2, text: 'Who was harmed' },
    ...(traffic === undefined ? [{ kind: 'paragraph', text: 'Nobody: it never had customers.' } as const] : trafficBlocks(traffic)),
    ...(alarms.length === 0 ? [] : [
      { kind: 'heading', level: 2, text: 'What stopped it' } as const,
      { kind: 'list', items: alarms.map(({ name, description, state, because }) => `${name}${description === '' ? '' : `: ${description}`} (now ${state}${because === '' ? '' : `: ${because}`})`) } as const,
    ]),
    { kind: 'heading', level: 2, text: 'What to do next' },
    { kind: 'list', items: nextSteps(story) },
    { kind: 'heading', level: 2, text: 'What happened (UTC)' },
    { kind: 'table', head: ['time', 'after', 'what'], align: ['left', 'right', 'left'], rows: moments.map(({ at, what }) => [clockText(at), durationText(toSeconds(between(moments[0]?.at ?? at, at))), what]) },
  ];
}

function outcome({ deployment: { phase, takesBack } }: Story): string {
  if (takesBack !== undefined) return `took ${takesBack} back`;
  switch (phase.at) {
    case 'promoted': return 'it stayed';
    case 'baking': return 'it has all customers, and bakes';
    case 'ended': return phase.rollback.kind === 'succeeded' || phase.rollback.kind === 'none' ? 'it did not stay' : `it did not stay, and its rollback ${phase.rollback.kind === 'failed' ? 'FAILED' : 'runs'}`;
    default: return 'it is under way';
  }
}

function changedRows(changed: Changed): readonly (readonly [string, string])[] {
  if (changed.kind === 'unknown') return [['changed', `not known: ${changed.why}`]];
  const { commits, images, migrations } = changed;
  return [
    ['changed', commits === undefined ? 'everything: nothing is known of what was before' : commits[0] === commits[1] ? `nothing: both are commit ${commits[0].slice(0, 12)}` : `git log ${commits[0].slice(0, 12)}..${commits[1].slice(0, 12)}`],
    ...(images === undefined ? [] : [['image', `${images[0]} became ${images[1]}`] as const]),
    ['migrations', migrations.map(({ name, shape }) => `${name} (${shape})`).join(', ') || 'none'],
  ];
}

const roles: Readonly<Record<Traffic['groups'][number]['role'], string>> = { new: 'the new release', before: 'the release before', unknown: 'one of the pair' };

function trafficBlocks(traffic: Traffic): readonly Block[] {
  const { from, to, groups, unanswered } = traffic;
  const count = harmed(traffic);
  const onTheNew = groups.some(({ role }) => role === 'new') ? ` (${groups.filter(({ role }) => role === 'new').reduce((sum, { failed }) => sum + failed, 0)} of them by the new release)` : '';
  return [
    { kind: 'paragraph', text: `${count === 0 ? 'No request failed' : `${count} request${count === 1 ? '' : 's'} failed`} with a 5xx${count === 0 ? '' : onTheNew} between ${clockText(from)} and ${clockText(to)} UTC, as far as the load balancer counts: it knows of no wrong answer that looks right, and counts by the minute.` },
    {
      kind: 'table', head: ['target group', 'of', 'requests', 'failed'], align: ['left', 'left', 'right', 'right'],
      rows: [...groups.map(({ name, role, requests, failed }) => [name, roles[role], String(requests), String(failed)]), ['(the load balancer itself)', 'no answer from any', '', String(unanswered)]],
    },
  ];
}

const clockText = (at: Instant): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');
