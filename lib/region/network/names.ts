import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attached, Target } from './attached';

/** Whether a connection comes through; everything does as long as nobody says otherwise. */
export interface Reach {
  reaches(from: Attached | undefined, target: Target, port: number): boolean;
  reachesAws(from: Attached | undefined): boolean;
}

/** Which name and port stands for which real port on this machine, in files that the processes of the region read. */
export interface Names {
  /** For a process that reaches everything. */
  readonly file: string;
  /** For a process with those interfaces; for one outside of any VPC without. */
  fileFor(from: Attached | undefined): string;
  /** @param target left out: whoever knows the name reaches it */
  publish(host: string, port: number, actualPort: number, target?: Target): void;
  withdraw(host: string, port: number): void;
  /** The real port behind a name, for somebody on the internet; nothing where nobody is, or where no rule lets them in. */
  fromOutside(host: string, port: number): number | undefined;
  /** Writes every file again: rules have changed. */
  refresh(): void;
  /** What processes have connected to so far, each once. */
  connections(): readonly Connection[];
  /** What they have tried to connect to so far although the way was closed. */
  refused(): readonly Connection[];
}

export interface Connection {
  readonly from: Attached | undefined;
  readonly target: Target | 'aws';
  readonly port: number;
}

/** How a file says that the way to a name is closed, and how it calls AWS's own endpoints. */
export const CLOSED = 'closed';
export const AWS = '@aws';

interface Entry {
  readonly port: number;
  readonly actual: number;
  readonly target: Target | undefined;
}

export function names(directory: string, reach: Reach = { reaches: () => true, reachesAws: () => true }): Names {
  const known = new Map<string, Entry>();
  const views = new Map<string, { readonly file: string; readonly from: Attached | undefined }>();
  const file = join(directory, 'network.json');
  const write = (path: string, content: object): void => {
    // Renamed into place, so that nobody reads half a file.
    writeFileSync(`${path}.new`, JSON.stringify(content));
    renameSync(`${path}.new`, path);
  };
  const refresh = (): void => {
    write(file, Object.fromEntries([...known].map(([name, { actual }]) => [name, actual])));
    for (const view of views.values()) {
      const seen = [...known].map(([name, { port, actual, target }]) => [name, target === undefined || reach.reaches(view.from, target, port) ? actual : CLOSED]);
      write(view.file, { ...Object.fromEntries(seen), [AWS]: reach.reachesAws(view.from) ? 'open' : CLOSED });
    }
  };
  refresh();
  const noted = (what: 'used' | 'refused'): readonly Connection[] => [...views.values()].flatMap(({ file: view, from }) => linesOf(`${view}.${what}`).flatMap((name): readonly Connection[] => {
    const { port = 443, target } = known.get(name) ?? {};
    return name === AWS ? [{ from, target: 'aws', port }] : target === undefined ? [] : [{ from, target, port }];
  }));
  return {
    file, refresh,
    fileFor(from) {
      const key = JSON.stringify(from ?? null);
      const view = views.get(key) ?? { file: join(directory, `network-${views.size + 1}.json`), from };
      views.set(key, view);
      refresh();
      return view.file;
    },
    publish(host, port, actual, target) {
      const key = `${host.toLowerCase()}:${port}`;
      if (known.get(key)?.actual === actual) return;
      known.set(key, { port, actual, target });
      refresh();
    },
    withdraw(host, port) {
      if (known.delete(`${host.toLowerCase()}:${port}`)) refresh();
    },
    fromOutside(host, port) {
      const found = known.get(`${host.toLowerCase()}:${port}`);
      return found?.target === undefined || !reach.reaches(undefined, found.target, port) ? undefined : found.actual;
    },
    connections: () => noted('used'),
    refused: () => noted('refused'),
  };
}

const linesOf = (file: string): readonly string[] => (existsSync(file) ? [...new Set(readFileSync(file, 'utf8').split('\n').filter((line) => line !== ''))] : []);
