import type { ServiceNames } from '../constructs/service-names';

/** How things of the API are called where both its topology and its releases have to know. */
export const api = {
  service: 'api',
  container: 'api',
  names: (stage: string): ServiceNames => ({ cluster: `${stage}-api`, service: 'api' }),
  family: (stage: string): string => `${stage}-api`,
  migrationFamily: (stage: string): string => `${stage}-api-migration`,
  repository: (stage: string): string => `${stage}/api`,
} as const;
