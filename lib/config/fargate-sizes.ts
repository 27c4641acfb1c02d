/**
 * The task sizes that Fargate offers up to four cores.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
 */
export const fargateSizes: readonly { readonly cpu: number; readonly memoryMiB: readonly number[] }[] = [
  { cpu: 256, memoryMiB: [512, 1_024, 2_048] },
  { cpu: 512, memoryMiB: gigabytes(1, 4) },
  { cpu: 1_024, memoryMiB: gigabytes(2, 8) },
  { cpu: 2_048, memoryMiB: gigabytes(4, 16) },
  { cpu: 4_096, memoryMiB: gigabytes(8, 30) },
];

function gigabytes(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => (from + index) * 1_024);
}
