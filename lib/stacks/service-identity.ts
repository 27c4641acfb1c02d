import type { ServiceNames } from '../constructs/service-names';

/** How things of one tier are called where both its topology and its releases have to know. */
export interface ServiceIdentity {
  /** The tier and its service have one name. */
  readonly service: 'api' | 'auxiliary';
  readonly container: string;
  names(stage: string): ServiceNames;
  family(stage: string): string;
  repository(stage: string): string;
}

const identity = (service: ServiceIdentity['service']): ServiceIdentity => ({
  service,
  container: service,
  names: (stage) => ({ cluster: `${stage}-${service}`, service }),
  family: (stage) => `${stage}-${service}`,
  repository: (stage) => `${stage}/${service}`,
});

export const api = {
  ...identity('api'),
  migrationFamily: (stage: string): string => `${stage}-api-migration`,
};

export const auxiliary = {
  ...identity('auxiliary'),
  workerFamily: (stage: string): string => `${stage}-auxiliary-worker`,
};
