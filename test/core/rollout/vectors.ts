/** Computed once with scipy at full precision and checked by a second implementation: what ours has to agree with. */
export const poissonTails = [
  { mean: 0.012, count: 1, chance: 0.011928287138069461 },
  { mean: 1.5, count: 5, chance: 0.018575936222140675 },
  { mean: 6.24, count: 8, chance: 0.2896702506346566 },
  { mean: 1500, count: 1600, chance: 0.0054530822988310855 },
  { mean: 30000, count: 30600, chance: 0.00027952477994437684 },
] as const;

export const thresholds = [
  { expectedErrors: 0.03, budget: 0.001, threshold: 2 },
  { expectedErrors: 3, budget: 0.0009, threshold: 11 },
  { expectedErrors: 3, budget: 0.0323, threshold: 8 },
  { expectedErrors: 0.006, budget: 0.005, threshold: 2 },
] as const;

export const shortestHolds = [
  { periodSeconds: 60, datapoints: 1, reactionSeconds: 180, holdSeconds: 300 },
  { periodSeconds: 60, datapoints: 3, reactionSeconds: 180, holdSeconds: 420 },
  { periodSeconds: 10, datapoints: 1, reactionSeconds: 55, holdSeconds: 75 },
] as const;
