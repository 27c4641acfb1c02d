import type { Instant } from '../units';
import type { Answer } from './answer';
import { beginNext } from './begin-next';
import type { Deployment } from './deployment';
import type { DeploymentEvent } from './deployment-event';
import { endEarly, endWell } from './end';
import { followedBy, unmoved, type Move } from './move';
import { nextWake } from './next-wake';
import { overdue } from './overdue';
import type { Policy } from './policy';
import { react } from './react';
import type { Reaction } from './reaction';

/** A move, and what to tell whoever sent the event. */
export interface Step extends Move {
  readonly answer: Answer;
}

/**
 * One step of a deployment, or of the rollback of one.
 *
 * Time comes first: whatever was due at `now` happens before the event is looked at, so a verdict that arrives at its
 * deadline is late. Every event is possible in every state; one that means nothing there changes nothing, and `answer` says so.
 *
 * `policy` must be the same one for the whole life of a deployment, and for its rollback.
 */
export function step(policy: Policy, now: Instant, deployment: Deployment, event: DeploymentEvent): Step {
  const settled = letTimePass(policy, now, unmoved(deployment));
  const reaction = react(policy, now, settled.next, event);
  const reacted = followedBy(settled, (reached) => carryOut(policy, now, reached, reaction));
  return { ...settle(policy, now, reacted), answer: answerTo(reaction) };
}

/**
 * Makes everything happen that is due, one thing after another, and asks to be woken for the next. A move that opens a
 * deployment goes through here as well, so that no wait of zero needs a wake-up.
 */
export function settle(policy: Policy, now: Instant, move: Move): Move {
  const settled = letTimePass(policy, now, move);
  const wake = nextWake(policy, settled.next);
  return wake === undefined ? settled : { ...settled, effects: [...settled.effects, { kind: 'wake', at: wake }] };
}

function letTimePass(policy: Policy, now: Instant, move: Move): Move {
  const due = overdue(policy, now, move.next);
  return due === undefined ? move : letTimePass(policy, now, followedBy(move, (reached) => carryOut(policy, now, reached, due)));
}

function carryOut(policy: Policy, now: Instant, deployment: Deployment, reaction: Reaction): Move {
  switch (reaction.kind) {
    case 'ignore':
    case 'refuse':
      return unmoved(deployment);
    case 'change':
      return { next: { ...deployment, ...reaction.change }, effects: reaction.effects };
    case 'go-on':
      return beginNext(policy, now, { ...deployment, ...reaction.change });
    case 'succeed':
      return endWell(now, deployment);
    case 'abort':
      return endEarly(policy, now, deployment, reaction.because);
  }
}

function answerTo(reaction: Reaction): Answer {
  if (reaction.kind === 'refuse') return reaction.answer;
  return reaction.kind === 'ignore' ? 'ignored' : 'accepted';
}
