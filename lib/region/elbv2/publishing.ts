import type { Target } from '../network/attached';

/** Which name and port stands for which real port. */
export interface Directory {
  publish(host: string, port: number, actualPort: number, target?: Target): void;
  withdraw(host: string, port: number): void;
}

interface Entry {
  readonly host: string;
  readonly port: number;
  readonly actual: number;
  readonly target: Target;
}

/** Keeps the directory to what is served: publishes what came, withdraws what is gone. */
export function publishing(directory: Directory): (served: readonly Entry[]) => void {
  let before: readonly Entry[] = [];
  return (served) => {
    for (const { host, port } of before.filter((old) => !served.some((entry) => entry.host === old.host && entry.port === old.port))) directory.withdraw(host, port);
    for (const { host, port, actual, target } of served) directory.publish(host, port, actual, target);
    before = served;
  };
}
