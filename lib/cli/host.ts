/** Where a command's words go. */
export interface Host {
  /** Answers: what the command was asked for. */
  readonly out: (text: string) => void;
  /** Everything else: progress, problems. */
  readonly err: (text: string) => void;
  readonly width: number;
  /** A person watches: lines may be drawn again. */
  readonly interactive: boolean;
  /** Asks the person who watches; there is one when `interactive`. */
  readonly ask: (question: string) => Promise<string>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted when the person wants to stop. */
  readonly signal: AbortSignal;
  /** What has to be closed first when the person wants to stop. */
  readonly atInterrupt: (close: () => Promise<void>) => void;
}

/** How a command ends. */
export const exits = {
  asExpected: 0,
  /** The answer is no: a rehearsal did not end as it should. */
  no: 1,
  /** It was asked wrongly; nothing was started. */
  asked: 2,
  /** The world failed: something does not start. */
  world: 3,
  ourBug: 70,
  /** As a shell counts an interrupt. */
  interrupted: 130,
} as const;
