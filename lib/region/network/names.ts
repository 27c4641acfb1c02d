import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Which name and port stands for which real port on this machine, in a file that every process of the region reads. */
export interface Names {
  readonly file: string;
  publish(host: string, port: number, actualPort: number): void;
  withdraw(host: string, port: number): void;
}

export function names(directory: string): Names {
  const file = join(directory, 'network.json');
  const known = new Map<string, number>();
  const write = (): void => {
    // Renamed into place, so that nobody reads half a file.
    writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(known)));
    renameSync(`${file}.new`, file);
  };
  write();
  return {
    file,
    publish(host, port, actualPort) {
      const key = `${host.toLowerCase()}:${port}`;
      if (known.get(key) === actualPort) return;
      known.set(key, actualPort);
      write();
    },
    withdraw(host, port) {
      if (known.delete(`${host.toLowerCase()}:${port}`)) write();
    },
  };
}
