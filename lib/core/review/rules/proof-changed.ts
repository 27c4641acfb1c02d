import { isEnd } from '../change';
import type { Rule, Sighting } from '../finding';
import { becomes } from '../see';

const harmless = /^(Tags|Description|DependsOn|FunctionName|StateMachineName)/;

/**
 * What proves a release, or runs it, works otherwise: a hook, the deployment function, its state machine.
 *
 * Of code a template says only the hash, so that somebody has to read the source; a setting can be judged from here.
 */
export const proofChanged: Rule = ({ changes }) => changes.filter((change) => /^AWS::(Lambda::Function|StepFunctions::StateMachine)$/.test(change.type) && !isEnd(change)).flatMap((change): readonly Sighting[] =>
  change.differences.filter(({ path }) => !harmless.test(path)).map((place) => ({
    change, property: place.path, what: becomes(place),
    ...(/^Code\b/.test(place.path) ? { risk: 'review' as const, why: 'its code is other code, of which the template says only the hash: what it does differently stands in the diff of the sources' } : {}),
  })));
