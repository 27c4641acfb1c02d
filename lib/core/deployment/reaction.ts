import type { Answer } from './answer';
import type { Cause } from './cause';
import type { Deployment } from './deployment';
import type { Effect } from './effect';

/** The parts of a deployment that a reaction may set; the events and the end are the machine's own. */
export type Change = Partial<Pick<Deployment, 'phase' | 'alarms' | 'greenShare'>>;

/** What a deployment makes of one event. How each is carried out is written once, in the machine. */
export type Reaction =
  /** Nobody waits for this: late, doubled, or meant for another phase. */
  | { readonly kind: 'ignore' }
  | { readonly kind: 'refuse'; readonly answer: Exclude<Answer, 'accepted' | 'ignored'> }
  | { readonly kind: 'change'; readonly change: Change; readonly effects: readonly Effect[] }
  /** The running lifecycle event is done, if there is one; on to the next. */
  | { readonly kind: 'go-on'; readonly change: Change }
  /** The whole deployment is done. */
  | { readonly kind: 'succeed' }
  | { readonly kind: 'abort'; readonly because: Cause };

export const ignore: Reaction = { kind: 'ignore' };
export const goOn: Reaction = { kind: 'go-on', change: {} };
export const change = (made: Change, ...effects: readonly Effect[]): Reaction => ({ kind: 'change', change: made, effects });
export const abort = (because: Cause): Reaction => ({ kind: 'abort', because });
