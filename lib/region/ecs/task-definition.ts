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
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  /** As `DescribeTaskDefinition` shows it. */
  readonly description: Readonly<Record<string, unknown>>;
  active: boolean;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly essential: boolean;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly { readonly name: string; readonly from: string }[];
  readonly ports: readonly number[];
  readonly stopTimeoutSeconds: number;
  readonly log: { readonly group: string; readonly streamPrefix: string } | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** Fargate waits this long between SIGTERM and SIGKILL unless the container says otherwise: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
const STOP_TIMEOUT_SECONDS = 30;

export function readContainers(properties: Fields): readonly Container[] {
  return ((properties['ContainerDefinitions'] ?? []) as readonly Fields[]).map((container) => ({
    name: String(container['Name']),
    image: String(container['Image']),
    command: [...texts(container['EntryPoint']), ...texts(container['Command'])],
    essential: container['Essential'] !== false && container['Essential'] !== 'false',
    environment: Object.fromEntries(((container['Environment'] ?? []) as readonly { Name: string; Value: unknown }[]).map(({ Name, Value }) => [Name, String(Value)])),
    secrets: ((container['Secrets'] ?? []) as readonly { Name: string; ValueFrom: string }[]).map(({ Name, ValueFrom }) => ({ name: Name, from: ValueFrom })),
    ports: ((container['PortMappings'] ?? []) as readonly { ContainerPort: unknown }[]).map(({ ContainerPort }) => Number(ContainerPort)),
    stopTimeoutSeconds: Number(container['StopTimeout'] ?? STOP_TIMEOUT_SECONDS),
    log: readLog(container['LogConfiguration'] as Fields | undefined),
  }));
}

function readLog(configuration: Fields | undefined): Container['log'] {
  if (configuration === undefined) return undefined;
  const driver = configuration['LogDriver'];
  if (driver !== 'awslogs') throw new Error(`the region knows the log driver awslogs, got ${String(driver)}`);
  const options = (configuration['Options'] ?? {}) as Readonly<Record<string, string>>;
  return { group: options['awslogs-group'] ?? '', streamPrefix: options['awslogs-stream-prefix'] ?? '' };
}

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** Free maps whose keys are the user's own words. */
const KEPT_KEYS = new Set(['Options', 'DockerLabels']);

/** Template properties in the spelling of the API: `ContainerDefinitions` becomes `containerDefinitions`. */
export function asApi(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asApi);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) =>
    [key.charAt(0).toLowerCase() + key.slice(1), KEPT_KEYS.has(key) ? inner : asApi(inner)]));
}
