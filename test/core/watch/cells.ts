import type { Health } from '../../../lib/core/watch/judge-routes';
import type { DeploymentSight, Pair, RoutingSight, RuleShape, Weights } from '../../../lib/core/watch/sight';

export const pair: Pair = ['arn:targetgroup/one/1', 'arn:targetgroup/two/2'];
export const [one, two] = pair;
export const DESIRED = 2;

export const deployments: readonly DeploymentSight[] = [{ kind: 'none' }, { kind: 'active', id: 'd-1' }, { kind: 'settling', id: 'd-1' }];
const primaries: readonly RoutingSight['primary'][] = [undefined, ...[one, two, 'arn:targetgroup/foreign/3'].map((targetGroup) => ({ targetGroup, desired: DESIRED }))];
const forwards = (...weights: readonly (readonly [string, number])[]): RuleShape => ({ kind: 'forwards', weights: weights.map(([targetGroup, weight]): Weights[number] => ({ targetGroup, weight })) });
const shapes: readonly RuleShape[] = [
  { kind: 'gone' }, { kind: 'strange', how: 'its priority is 1' },
  forwards([one, 100], [two, 0]), forwards([one, 0], [two, 100]), forwards([one, 90], [two, 10]), forwards([one, 50], [two, 50]), forwards([one, 0], [two, 0]), forwards([one, 1]), forwards([two, 1]),
];
const counts = [0, 1, DESIRED];

export interface Cell {
  readonly sight: RoutingSight;
  readonly healthy: Health;
}

/** Every combination of what a sweep can see of one rule. */
export const cells: readonly Cell[] = deployments.flatMap((deployment) => primaries.flatMap((primary) => shapes.flatMap((shape) => counts.flatMap((ofOne) => counts.map((ofTwo) =>
  ({ sight: { deployment, primary, routes: [{ route: 'production' as const, shape }] }, healthy: { [one]: ofOne, [two]: ofTwo } }))))));
