import type { Series } from './metric-store';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const SCALED = ['Bytes', 'Kilobytes', 'Megabytes', 'Gigabytes', 'Terabytes', 'Bits', 'Kilobits', 'Megabits', 'Gigabits', 'Terabits', 'Count'] as const;
const UNITS = new Set<string>(['Seconds', 'Microseconds', 'Milliseconds', 'Percent', 'None', ...SCALED, ...SCALED.map((unit) => `${unit}/Second`)]);

export type Unit = (typeof SCALED)[number] | `${(typeof SCALED)[number]}/Second` | 'Seconds' | 'Microseconds' | 'Milliseconds' | 'Percent' | 'None';

export const isUnit = (text: unknown): text is Unit => typeof text === 'string' && UNITS.has(text);

/** AWS's own metrics have a unit; a value of an application that comes without one has none. */
export function unitOf({ namespace, name }: Series): Unit {
  if (!namespace.startsWith('AWS/')) return 'None';
  return name.endsWith('Time') || name.endsWith('Latency') ? 'Seconds' : 'Count';
}
