import { endsAlone } from '../../../lib/core/deployment/ends-alone';
import { invariants, type InvariantName } from '../../../lib/core/deployment/invariants';
import { step } from '../../../lib/core/deployment/machine';
import { frames } from '../../../lib/core/deployment/picture';
import { noAlarms, play } from './play';
import { walk } from './walk';
import { wrongMachines } from './wrong-machines';

test.each(Object.keys(invariants) as InvariantName[])('%s finds a machine that is wrong in its way', (name) => {
  const { machine } = wrongMachines[name];
  const found = Array.from({ length: 3_000 }, (_, seed) => seed + 1).find((seed) => {
    const { policy, trace } = walk(seed, machine);
    return !invariants[name].holds(frames(trace), policy);
  });
  expect(found).toBeDefined();
});

test('a machine that is deaf to time is found not to end', () => {
  const { policy, state } = play({ alarms: noAlarms }).reach('installing');
  expect(endsAlone(step, policy, state)).toBe(true);
  expect(endsAlone((_policy, _now, deployment) => ({ next: deployment, effects: [], answer: 'accepted' }), policy, state)).toBe(false);
});

test('every invariant says what it is in a sentence of its own', () => {
  const sentences = Object.values(invariants).map(({ says }) => says);
  expect(new Set(sentences).size).toBe(sentences.length);
});
