import type { Dice } from '../../lib/core/chance';
import { minutes, seconds, type Millis } from '../../lib/core/units';

/** What becomes of one deployment, as far as it is not for CodeDeploy to decide. */
export interface Fate {
  readonly tasks: { readonly kind: 'steady'; readonly after: Millis } | { readonly kind: 'never' } | { readonly kind: 'refused' };
  readonly hook: { readonly verdict: 'Succeeded' | 'Failed' | 'silent'; readonly after: Millis; readonly twice: boolean };
  /** The listener takes no change of weights for green. */
  readonly routing: 'follows' | 'refuses';
  /** Since its creation. @default - the alarms stay quiet */
  readonly redFrom: Millis | undefined;
  /** How long they stay red. */
  readonly redFor: Millis;
}

export function fateOf(chance: Dice): Fate {
  const roll = (): number => chance.roll();
  const [tasks, verdict] = [roll(), roll()];
  return {
    tasks: tasks < 0.86 ? { kind: 'steady', after: seconds(chance.between(20, 240)) } : tasks < 0.95 ? { kind: 'never' } : { kind: 'refused' },
    hook: { verdict: verdict < 0.85 ? 'Succeeded' : verdict < 0.95 ? 'Failed' : 'silent', after: seconds(chance.between(1, 300)), twice: roll() < 0.1 },
    routing: roll() < 0.97 ? 'follows' : 'refuses',
    redFrom: roll() < 0.3 ? minutes(chance.between(0, 40)) : undefined,
    redFor: minutes(chance.between(1, 60)),
  };
}
