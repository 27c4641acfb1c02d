import type { Time } from '../../../shared/src/time';

/** Lets at most so many works run at a time. */
export interface FewAtATime {
  /** Runs `work` when it is its turn; `otherwise` is thrown when that has not come within the time that works may wait, or too many wait already. */
  run<T>(work: () => Promise<T>, otherwise: unknown): Promise<T>;
}

export interface Few {
  readonly atATime: number;
  /** So many may wait for their turn ... */
  readonly waiting: number;
  /** ... and none of them longer than this. */
  readonly patienceMs: number;
}

/** First come, first served. */
export function fewAtATime({ atATime, waiting, patienceMs }: Few, time: Pick<Time, 'sleep'>): FewAtATime {
  let running = 0;
  const line: (() => void)[] = [];
  const turn = async (): Promise<boolean> => {
    if (running < atATime) {
      running += 1;
      return true;
    }
    if (line.length >= waiting) return false;
    return new Promise((resolve) => {
      // Whoever ends hands its place over, so that nobody who comes later takes it.
      const isMine = (): void => resolve(true);
      line.push(isMine);
      void time.sleep(patienceMs).then(() => {
        const at = line.indexOf(isMine);
        if (at < 0) return;
        line.splice(at, 1);
        resolve(false);
      });
    });
  };
  const leave = (): void => {
    const next = line.shift();
    if (next === undefined) running -= 1;
    else next();
  };
  return {
    run: async (work, otherwise) => {
      if (!await turn()) throw otherwise;
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
