/** Work on one thing, one piece after another, in the order in which it was asked for. */
export interface Lanes {
  run(lane: string, work: () => Promise<void>): Promise<void>;
}

export function lanes(): Lanes {
  const last = new Map<string, Promise<void>>();
  return {
    run(lane, work) {
      const next = (last.get(lane) ?? Promise.resolve()).then(work, work);
      last.set(lane, next);
      return next;
    },
  };
}
