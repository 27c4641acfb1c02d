/** One value of one series. */
export interface EmbeddedValue {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
  /** Wall milliseconds, as the process that wrote the line saw them. */
  readonly wallMs: number;
}

interface Directive {
  readonly Namespace: string;
  readonly Dimensions?: readonly (readonly string[])[];
  readonly Metrics?: readonly { readonly Name: string }[];
}

/**
 * The metric values in a log line of the embedded metric format; an empty list for any other line.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(line: string): readonly EmbeddedValue[] {
  if (!line.startsWith('{') || !line.includes('"_aws"')) return [];
  let record: Readonly<Record<string, unknown>>;
  try {
    record = JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return [];
  }
  const about = record['_aws'] as { readonly Timestamp?: number; readonly CloudWatchMetrics?: readonly Directive[] } | undefined;
  const wallMs = about?.Timestamp;
  if (typeof wallMs !== 'number') return [];
  return (about?.CloudWatchMetrics ?? []).flatMap(({ Namespace, Dimensions = [[]], Metrics = [] }) =>
    Dimensions.flatMap((names) => {
      const dimensions = Object.fromEntries(names.map((name) => [name, record[name]]));
      // A set that names a missing dimension makes no series.
      if (Object.values(dimensions).some((value) => typeof value !== 'string')) return [];
      return Metrics.flatMap(({ Name }) => [record[Name]].flat().flatMap((value) =>
        (typeof value === 'number' ? [{ namespace: Namespace, name: Name, dimensions: dimensions as Record<string, string>, value, wallMs }] : [])));
    }));
}
