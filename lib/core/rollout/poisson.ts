import { lowerGamma } from './gamma';

/** The probability that a Poisson count whose mean is `mean` comes out at `count` or above. */
export function chanceOfAtLeast(count: number, mean: number): number {
  return count <= 0 ? 1 : lowerGamma(count, mean);
}
