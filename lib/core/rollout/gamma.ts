/** Lanczos' coefficients for g = 7, nine terms: good to about 15 digits. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** The natural logarithm of the gamma function, for `x` above zero. */
export function lnGamma(x: number): number {
  const z = x - 1;
  const series = LANCZOS.reduce((sum, coefficient, index) => sum + (index === 0 ? coefficient : coefficient / (z + index)), 0);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(series);
}

/**
 * The regularised lower incomplete gamma function P(a, x), for `a` above zero and `x` not below it: from 0 to 1.
 *
 * It is also the probability that a Poisson count of mean `x` reaches `a`, which is what it is used for here.
 */
export function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  return x < a + 1 ? bySeries(a, x) : 1 - byFraction(a, x);
}

/** Converges fast where `x` lies below `a`. */
function bySeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = a + 1; term > sum * Number.EPSILON; n += 1) {
    term *= x / n;
    sum += term;
  }
  return sum * scale(a, x);
}

/** Lentz's evaluation of the continued fraction of the complement, which converges fast where `x` lies above `a`. */
function byFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let fraction = d;
  for (let i = 1, step = 0; Math.abs(step - 1) > Number.EPSILON && i < 100_000; i += 1) {
    const numerator = -i * (i - a);
    b += 2;
    d = 1 / nonZero(numerator * d + b, tiny);
    c = nonZero(b + numerator / c, tiny);
    step = d * c;
    fraction *= step;
  }
  return fraction * scale(a, x);
}

const scale = (a: number, x: number): number => Math.exp(a * Math.log(x) - x - lnGamma(a));
const nonZero = (value: number, tiny: number): number => (Math.abs(value) < tiny ? tiny : value);
