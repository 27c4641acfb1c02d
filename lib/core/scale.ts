/** An ordered list of severities, from harmless to worst. */
export interface Scale<Level extends string> {
  readonly levels: readonly Level[];
  /** The worst of `found`; the harmless end for an empty list. */
  worst(found: Iterable<Level>): Level;
  atLeast(level: Level, limit: Level): boolean;
}

export function scale<const Level extends string>(first: Level, ...rest: readonly Level[]): Scale<Level> {
  const levels = [first, ...rest];
  const rank = (level: Level): number => levels.indexOf(level);
  return {
    levels,
    worst: (found) => [...found].reduce((worst, level) => (rank(level) > rank(worst) ? level : worst), first),
    atLeast: (level, limit) => rank(level) >= rank(limit),
  };
}
