import { isUnit, type Unit } from '../cloudwatch/units';

/** One value of one series. */
export interface EmbeddedValue {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
  readonly unit: Unit;
  readonly resolution: 1 | 60;
  /** Wall milliseconds, as the process that wrote the line saw them. */
  readonly wallMs: number;
}

/** What a log line says in the embedded metric format. */
export type Embedded =
  | { readonly kind: 'none' }
  | { readonly kind: 'values'; readonly values: readonly EmbeddedValue[] }
  /** It wants to say something, and the service would take none of it. `failed` is where it counts that. */
  | { readonly kind: 'invalid'; readonly failed: 'EMFParsingErrors' | 'EMFValidationErrors'; readonly why: string };

type Fields = Readonly<Record<string, unknown>>;

const MOST_DIMENSIONS = 30;
const MOST_METRICS = 100;
const MOST_VALUES = 100;
const LONGEST_TEXT = 1024;

/**
 * Reads a log line by the specification of the embedded metric format; a document that breaks it is refused whole.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(line: string): Embedded {
  // Lambda writes the time, the request and the level before a line of console.log.
  const document = /^(?:\S+Z\t\S+\t\w+\t)?(\{.*)$/s.exec(line.trim())?.[1];
  if (document?.includes('"_aws"') !== true) return { kind: 'none' };
  const root = parsed(document);
  if (root === undefined) return { kind: 'invalid', failed: 'EMFParsingErrors', why: 'it is not a JSON object' };
  if (!Object.hasOwn(root, '_aws')) return { kind: 'none' };
  const problems: string[] = [];
  const values = readRoot(root, problems);
  const [why] = problems;
  return why === undefined ? { kind: 'values', values } : { kind: 'invalid', failed: 'EMFValidationErrors', why };
}

function readRoot(root: Fields, problems: string[]): readonly EmbeddedValue[] {
  const about = isFields(root['_aws']) ? root['_aws'] : {};
  const { Timestamp, CloudWatchMetrics } = about;
  if (!Number.isInteger(Timestamp)) problems.push('_aws.Timestamp must be a number of milliseconds');
  if (!Array.isArray(CloudWatchMetrics)) problems.push('_aws.CloudWatchMetrics must be a list');
  return (Array.isArray(CloudWatchMetrics) ? CloudWatchMetrics as readonly unknown[] : [])
    .flatMap((directive, index) => readDirective(directive, root, Number(Timestamp), (message) => problems.push(`_aws.CloudWatchMetrics[${index}] ${message}`)));
}

function readDirective(directive: unknown, root: Fields, wallMs: number, wrong: (message: string) => void): readonly EmbeddedValue[] {
  const { Namespace, Dimensions, Metrics } = isFields(directive) ? directive : {};
  if (!isText(Namespace) || Namespace.startsWith('AWS/')) wrong('needs a Namespace that does not begin with AWS/');
  if (!Array.isArray(Dimensions) || Dimensions.length === 0) wrong('needs Dimensions, a list of lists');
  if (!Array.isArray(Metrics) || Metrics.length > MOST_METRICS) wrong(`needs Metrics, a list of at most ${MOST_METRICS}`);
  const sets = (Array.isArray(Dimensions) ? Dimensions as readonly unknown[] : []).map((set) => readSet(set, root, wrong));
  const metrics = (Array.isArray(Metrics) ? Metrics as readonly unknown[] : []).flatMap((metric) => readMetric(metric, root, wrong));
  return sets.flatMap((dimensions) => metrics.map((metric) => ({ namespace: String(Namespace), dimensions, wallMs, ...metric })));
}

function readSet(set: unknown, root: Fields, wrong: (message: string) => void): Readonly<Record<string, string>> {
  if (!Array.isArray(set) || set.length > MOST_DIMENSIONS || !set.every(isText)) {
    wrong(`needs sets of at most ${MOST_DIMENSIONS} names of dimensions`);
    return {};
  }
  return Object.fromEntries((set as readonly string[]).map((name) => {
    const value = Object.hasOwn(root, name) ? root[name] : undefined;
    if (!isText(value)) wrong(`names the dimension ${name}, which is not a text at the root`);
    return [name, String(value)];
  }));
}

function readMetric(metric: unknown, root: Fields, wrong: (message: string) => void): readonly Pick<EmbeddedValue, 'name' | 'value' | 'unit' | 'resolution'>[] {
  const { Name, Unit = 'None', StorageResolution = 60 } = isFields(metric) ? metric : {};
  if (!isText(Name)) wrong('has a metric without a Name');
  if (!isUnit(Unit)) wrong(`has the unit ${JSON.stringify(Unit)}, which CloudWatch does not know`);
  if (StorageResolution !== 1 && StorageResolution !== 60) wrong(`has the resolution ${JSON.stringify(StorageResolution)} instead of 1 or 60`);
  const found = isText(Name) && Object.hasOwn(root, Name) ? root[Name] : undefined;
  const values = [found].flat();
  if (values.length > MOST_VALUES || !values.every((value) => typeof value === 'number')) wrong(`names the metric ${String(Name)}, which is not a number or a list of at most ${MOST_VALUES} numbers at the root`);
  return values.map((value) => ({ name: String(Name), value: Number(value), unit: Unit as Unit, resolution: StorageResolution as 1 | 60 }));
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_TEXT;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
