import { nameOf, spellWeights } from '../release/preflight';
import type { Pair, RouteSight, RoutingSight, Weights } from './sight';

/** What is to be done about one rule. */
export type RouteVerdict =
  | { readonly kind: 'left-alone'; readonly route: RouteSight['route'] }
  | { readonly kind: 'right'; readonly route: RouteSight['route'] }
  | { readonly kind: 'set-back'; readonly route: RouteSight['route']; readonly before: Weights; readonly after: Weights }
  | { readonly kind: 'reported'; readonly route: RouteSight['route']; readonly found: string };

/** How many targets of each group are healthy, by its ARN. */
export type Health = Readonly<Record<string, number>>;

/** Whether any rule has to be looked at again, with the health of what is behind it. */
export function looksWrong({ deployment, primary, routes }: RoutingSight): boolean {
  return deployment.kind === 'none' && routes.some(({ shape }) => shape.kind !== 'forwards' || primary === undefined || !isWhollyOn(shape.weights, primary.targetGroup));
}

/**
 * What has to be done so that all requests go to where PRIMARY is.
 *
 * Weights belong to CodeDeploy while a deployment is active: then nothing is even an opinion. Outside of one they are set back, but only
 * in a rule that otherwise is what was deployed, and only to a group that can take the customers.
 */
export function judgeRoutes(sight: RoutingSight, pair: Pair, healthy: Health): readonly RouteVerdict[] {
  return sight.routes.map((route) => judgeRoute(route, sight, pair, healthy));
}

function judgeRoute({ route, shape }: RouteSight, { deployment, primary }: RoutingSight, pair: Pair, healthy: Health): RouteVerdict {
  const reported = (found: string): RouteVerdict => ({ kind: 'reported', route, found: `the rule of the ${route} listener ${found}` });
  if (deployment.kind !== 'none') return { kind: 'left-alone', route };
  if (shape.kind === 'gone') return reported('is gone: deploy the topology stack again');
  if (shape.kind === 'strange') return reported(`is not what was deployed (${shape.how}): set it back by hand`);
  if (primary === undefined) return reported('cannot be judged: the service has no PRIMARY task set');
  if (!pair.includes(primary.targetGroup)) return reported(`cannot be judged: PRIMARY is behind ${nameOf(primary.targetGroup)}, which is neither of the service's target groups`);
  if (isWhollyOn(shape.weights, primary.targetGroup)) return { kind: 'right', route };
  const incapable = whyNot(primary, shape.weights, healthy);
  if (incapable !== undefined) return reported(`sends requests to ${spellWeights(shape.weights)} and should send all of them to ${nameOf(primary.targetGroup)}, but ${incapable}`);
  return { kind: 'set-back', route, before: shape.weights, after: pair.map((targetGroup) => ({ targetGroup, weight: targetGroup === primary.targetGroup ? 100 : 0 })) };
}

export function isWhollyOn(weights: Weights, targetGroup: string): boolean {
  const taking = weights.filter(({ weight }) => weight > 0);
  return taking.length > 0 && taking.every((one) => one.targetGroup === targetGroup);
}

/** Customers who are served somewhere are not sent to fewer targets than PRIMARY should have; those who are served nowhere are sent to any. */
function whyNot({ targetGroup, desired }: NonNullable<RoutingSight['primary']>, weights: Weights, healthy: Health): string | undefined {
  const own = healthy[targetGroup] ?? 0;
  if (own === 0) return 'none of its targets is healthy';
  const served = weights.some((one) => one.weight > 0 && one.targetGroup !== targetGroup && (healthy[one.targetGroup] ?? 0) > 0);
  return served && own < desired ? `only ${own} of its ${desired} targets are healthy` : undefined;
}
