import type { ServiceNames } from '../constructs/service-names';

/** How things of one tier are called where both its topology and its releases have to know. */
export interface ServiceIdentity {
  /** The tier and its service have one name. */
  readonly service: 'api' | 'auxiliary';
  readonly container: string;
  /** What is said at synthesis (`-c NAME=VALUE`) of a release of this service alone. */
  readonly context: {
    /** A file that describes the release, see `lib/config/read-release.ts`. */
    readonly release: string;
    /** The number of the try: a release that failed is no change when it is tried again, and another number makes it one. */
    readonly attempt: string;
    /** The alarms that may be red when the release begins, with commas between them, because it ends what they are red for. */
    readonly fixes: string;
    /** Why that is so. */
    readonly because: string;
  };
  /** The id of the stack of its releases, after that of the stage. */
  readonly releaseStack: string;
  names(stage: string): ServiceNames;
  family(stage: string): string;
  repository(stage: string): string;
}

const identity = (service: ServiceIdentity['service'], releaseStack: string, context: ServiceIdentity['context']): ServiceIdentity => ({
  service,
  releaseStack,
  container: service,
  context,
  names: (stage) => ({ cluster: `${stage}-${service}`, service }),
  family: (stage) => `${stage}-${service}`,
  repository: (stage) => `${stage}/${service}`,
});

export const api = {
  ...identity('api', 'ApiRelease', { release: 'release', attempt: 'attempt', fixes: 'fixes', because: 'because' }),
  migrationFamily: (stage: string): string => `${stage}-api-migration`,
};

export const auxiliary = {
  ...identity('auxiliary', 'AuxiliaryRelease', { release: 'auxiliaryRelease', attempt: 'auxiliaryAttempt', fixes: 'auxiliaryFixes', because: 'auxiliaryBecause' }),
  workerFamily: (stage: string): string => `${stage}-auxiliary-worker`,
};
