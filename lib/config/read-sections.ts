import type { Reader } from '../core/reader';
import type { RollbackPolicy } from '../core/rollout/alarm-plan';
import { minutes, type Percent } from '../core/units';
import type { Network, ReleaseTime, Topology } from './stage';

const likeRange = { pattern: /^(\d{1,3}\.){3}\d{1,3}\/(1[6-9]|20)$/, like: 'an address range from /16 to /20 such as "10.20.0.0/16"' };
const likeImage = {
  pattern: /^[\w.-]+(\/[\w.-]+)+@sha256:[0-9a-f]{64}$/,
  like: 'an image by digest such as "public.ecr.aws/docker/library/node@sha256:..."',
};

export function readReleaseTime(read: Reader): ReleaseTime {
  const time = (key: string, min: number): ReleaseTime['margin'] => minutes(read.integer(key, { min, max: 55 }));
  const releaseTime = {
    migrations: time('migrationsMinutes', 1),
    install: time('installMinutes', 3),
    // What the three functions may take together: a minute, five and six.
    hooks: time('hooksMinutes', 12),
    margin: time('marginMinutes', 5),
  };
  read.onlyKnownKeys();
  return releaseTime;
}

/** Shares stay unchecked by `percent()`, which would throw before the other problems are found; the reader bounds them. */
export function readRollback(read: Reader): RollbackPolicy {
  const share = (key: string, max: number): Percent => read.number(key, { min: 0.001, max }) as Percent;
  const rollback = {
    healthyErrors: share('healthyErrorsPercent', 10),
    falseRollbacks: share('falseRollbacksPercent', 20),
    smallestFault: share('smallestFaultPercent', 100),
    certainty: share('certaintyPercent', 99.999),
  };
  read.onlyKnownKeys();
  return rollback;
}

export function readNetwork(read: Reader): Network {
  const network = { cidr: read.text('cidr', likeRange), natGateways: read.integer('natGateways', { min: 1, max: 3 }) };
  read.onlyKnownKeys();
  return network;
}

export function readTopology(read: Reader): Topology {
  const topology = { edition: read.integer('edition', { min: 1 }), placeholderImage: read.text('placeholderImage', likeImage) };
  read.onlyKnownKeys();
  return topology;
}
