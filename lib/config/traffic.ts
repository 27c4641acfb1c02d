import { type Millis, type Percent, millis } from '../core/units';

/** How production traffic moves from blue to green. */
export type Traffic =
  /** `percent` at once, and the rest after `hold`. */
  | { readonly kind: 'canary'; readonly percent: Percent; readonly hold: Millis }
  /** `percent` at once, and as much again after each `every`. */
  | { readonly kind: 'linear'; readonly percent: Percent; readonly every: Millis }
  /** Everything in one step: an alarm can only react when all customers are on green. */
  | { readonly kind: 'all-at-once' };

/** From the first moved request to full traffic. CodeDeploy waits between steps, and neither before the first nor after the last. */
export function shiftDuration(traffic: Traffic): Millis {
  switch (traffic.kind) {
    case 'canary':
      return traffic.hold;
    case 'linear':
      return millis((Math.ceil(100 / traffic.percent) - 1) * traffic.every);
    case 'all-at-once':
      return millis(0);
  }
}
