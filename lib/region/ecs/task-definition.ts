import type { Place } from '../place';

/** A revision of a task definition, as registered. */
export interface TaskDefinition {
  readonly arn: string;
  readonly family: string;
  readonly revision: number;
  readonly place: Place;
  readonly containers: readonly Container[];
  readonly taskRoleArn: string | undefined;
  readonly executionRoleArn: string | undefined;
  readonly cpu: string;
  readonly memory: string;
  readonly tags: readonly Tag[];
  /** As `DescribeTaskDefinition` shows it. */
  readonly description: Readonly<Record<string, unknown>>;
  active: boolean;
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly essential: boolean;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly ContainerSecret[];
  readonly ports: readonly number[];
  readonly stopTimeoutSeconds: number;
  readonly log: { readonly group: string; readonly streamPrefix: string } | undefined;
}

export interface ContainerSecret {
  /** The environment variable. */
  readonly name: string;
  readonly arn: string;
  /** One key of a secret that is a JSON object; the whole secret without it. */
  readonly key: string | undefined;
  readonly stage: string | undefined;
  readonly version: string | undefined;
}

/** Template properties in the spelling of the API: `ContainerDefinitions` becomes `containerDefinitions`. */
export function asApi(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asApi);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) =>
    [key.charAt(0).toLowerCase() + key.slice(1), KEPT_KEYS.has(key) ? inner : asApi(inner)]));
}

/** Free maps whose keys are the user's own words. */
const KEPT_KEYS = new Set(['Options', 'DockerLabels']);
