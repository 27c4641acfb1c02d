import { createHash } from 'node:crypto';
import type { StageStack } from './stage-stack';

/**
 * A short name for everything that releases of a stage run on, as its templates say it.
 *
 * Another resource, another property, another version of a function's code: another fingerprint. `edition` tells apart two times at
 * which the templates were the same, because the resources behind them were not. What is written for people and tools is left out: CDK's
 * command line adds paths to it, which other ways to synthesize do not.
 */
export function topologyFingerprint(stacks: readonly StageStack[], edition: number): string {
  const rendered = stacks.map((stack) => ({ stack: stack.stackName, resources: withoutMetadata(stack.renderedResources()) }));
  return createHash('sha256').update(JSON.stringify({ edition, rendered })).digest('hex').slice(0, 12);
}

function withoutMetadata(resources: unknown): unknown {
  return Object.entries((resources ?? {}) as Readonly<Record<string, object>>).map(([id, resource]) => [id, { ...resource, Metadata: undefined }]);
}
