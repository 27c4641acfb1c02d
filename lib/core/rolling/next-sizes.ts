/** How a service replaces its tasks: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html */
export interface RollingPolicy {
  /** How many tasks there should be. */
  readonly desired: number;
  /** So many of them, in percent and rounded up, stay healthy all the time. */
  readonly minimumHealthyPercent: number;
  /** So many tasks at most, in percent of the desired number and rounded down, exist at once. */
  readonly maximumPercent: number;
}

/** The tasks of one kind. */
export interface Fleet {
  readonly healthy: number;
  /** With those that start, and those that end. */
  readonly total: number;
}

export interface Sizes {
  readonly old: number;
  readonly fresh: number;
}

/**
 * How many tasks of the old and of the new definition there should be next.
 *
 * New ones are started as far as the maximum has room, and old ones are stopped as far as the healthy ones that are left are enough;
 * those that are not healthy serve nobody and go first. With 100 and 200 percent that is: all new ones, and then no old ones.
 */
export function nextSizes({ desired, minimumHealthyPercent, maximumPercent }: RollingPolicy, old: Fleet, fresh: Fleet): Sizes {
  const least = Math.ceil((desired * minimumHealthyPercent) / 100);
  const most = Math.floor((desired * maximumPercent) / 100);
  const room = Math.max(0, most - old.total - fresh.total);
  const spare = Math.max(0, old.healthy + fresh.healthy - least);
  return { fresh: Math.min(desired, fresh.total + room), old: fresh.healthy >= desired ? 0 : Math.max(0, old.healthy - spare) };
}
