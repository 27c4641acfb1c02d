/** Memory in GiB of the sizes that have no number, by the first letter of the family. */
const small: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  t: { micro: 1, small: 2, medium: 4, large: 8, xlarge: 16 },
  m: { large: 8, xlarge: 16 },
  r: { large: 16, xlarge: 32 },
};

/**
 * The memory of an instance type in GiB: general purpose (t, m) has four to a virtual processor, memory optimized (r) eight.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html
 *
 * @returns undefined for a family that is not known here
 */
export function instanceMemory(instanceType: string): number | undefined {
  const [, family = '', count, size = ''] = /^([tmr])\d[a-z]*\.(\d+)?([a-z]+)$/.exec(instanceType) ?? [];
  const one = small[family]?.[size];
  if (one === undefined || count === undefined) return one;
  return size === 'xlarge' ? one * Number(count) : undefined;
}
