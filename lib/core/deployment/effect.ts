import type { Instant, Percent } from '../units';
import type { Color } from './deployment';
import type { HookedEvent } from './lifecycle-event';

/**
 * What must happen outside. The machine takes none of it for done before the matching event has come back.
 *
 * Whoever performs effects performs those on one listener, and those on one task set, one after another in the order in
 * which they were given, across a deployment and its rollback: a late shift must never overtake the way back. Trying again
 * is the performer's affair, so a failure that it reports is final. Asking for what is already so is confirmed like a change.
 */
export type Effect =
  /** Confirmed by `alarms-read`, or `alarms-unreadable`. */
  | { readonly kind: 'read-alarms'; readonly names: readonly string[] }
  /** Confirmed by the hook's own `hook-reported`, or `hook-not-invocable`. */
  | { readonly kind: 'invoke-hook'; readonly event: HookedEvent; readonly function: string; readonly executionId: string }
  /** Creates green on the target group that blue does not use, with the deployment's id as external id. Confirmed by `task-set-steady`. */
  | { readonly kind: 'create-task-set' }
  /** Points the whole test listener at one task set. Confirmed by `test-routed`. */
  | { readonly kind: 'route-test'; readonly to: Color }
  /** Green gets this share of the production listener, and blue the rest. Confirmed by `production-routed`. */
  | { readonly kind: 'route-production'; readonly green: Percent }
  /** Confirmed by `made-primary`. */
  | { readonly kind: 'make-primary'; readonly color: Color }
  /** Also for a task set that does not exist (any more): then it is confirmed at once. Confirmed by `task-set-terminated`. */
  | { readonly kind: 'terminate-task-set'; readonly color: Color }
  /** Create the second deployment with `openRollback`. Confirmed by `rollback-started`. */
  | { readonly kind: 'start-rollback' }
  /** Send `time-passed` at this moment. A later one replaces it; `nextWake` says the same for a state that was read back. */
  | { readonly kind: 'wake'; readonly at: Instant };
