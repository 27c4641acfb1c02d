/** A task's part in its set: whether it counts as one that does its work. */
export interface Membership {
  isHealthy(): boolean;
}
