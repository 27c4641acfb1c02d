/** Memory in MB that Fargate offers for an amount of CPU: lowest, highest and step. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size */
const SIZES: Readonly<Record<number, readonly [number, number, number]>> = {
  512: [1_024, 4_096, 1_024], 1_024: [2_048, 8_192, 1_024], 2_048: [4_096, 16_384, 1_024], 4_096: [8_192, 30_720, 1_024], 8_192: [16_384, 61_440, 4_096], 16_384: [32_768, 122_880, 8_192],
};

/** Whether Fargate has tasks of this size; both in the units of a template, `256` and `512`, or as `.25 vCPU` and `0.5 GB`. */
export function fargateOffers(cpu: string, memory: string): boolean {
  const units = amount(cpu, /^([\d.]+)\s*vcpu$/i);
  const megabytes = amount(memory, /^([\d.]+)\s*gb$/i);
  if (units === 256) return [512, 1_024, 2_048].includes(megabytes);
  const [low, high, step] = SIZES[units] ?? [1, 0, 1];
  return megabytes >= low && megabytes <= high && (megabytes - low) % step === 0;
}

const amount = (text: string, large: RegExp): number => {
  const found = large.exec(text.trim());
  return found === null ? Number(text) : Number(found[1]) * 1_024;
};
