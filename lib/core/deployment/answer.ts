/**
 * What to tell whoever sent an event. For an API call all but the first are exceptions:
 *
 * | answer | exception |
 * |---|---|
 * | `unknown-execution` | `InvalidLifecycleEventHookExecutionIdException` |
 * | `event-already-completed` | `LifecycleEventAlreadyCompletedException` |
 * | `deployment-already-completed` | `DeploymentAlreadyCompletedException` |
 * | `not-in-ready-state` | `DeploymentIsNotInReadyStateException` |
 *
 * `ignored` is for acknowledgements that nobody waits for: there is nobody to tell.
 */
export type Answer =
  | 'accepted'
  | 'ignored'
  | 'unknown-execution'
  | 'event-already-completed'
  | 'deployment-already-completed'
  | 'not-in-ready-state';
