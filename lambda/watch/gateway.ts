import type { Health } from '../../lib/core/watch/judge-routes';
import type { RouteSight, RoutingSight, Sight, Suspension, Weights } from '../../lib/core/watch/sight';

/** What the watch asks of AWS, in its own words. Every method throws what AWS's clients throw. */
export interface WatchGateway {
  /** @param now the moment by AWS's clock */
  look(now: Date): Promise<Sight>;
  /** What decides where customers go, as it is now, with the health of what is behind the rules. */
  lookAgain(now: Date): Promise<{ readonly sight: RoutingSight; readonly healthy: Health }>;
  setWeights(route: RouteSight['route'], weights: Weights): Promise<void>;
  setSuspension(suspension: Suspension): Promise<void>;
}
