import { readdirSync, readFileSync } from 'node:fs';

/** Kinds of processes of a region that are killed. The region's own process, with its endpoint, is not among them: without it there is no AWS. */
export const victims = ['a new task', 'an old task', 'the load balancer', 'the primary', 'the replica', 'the deployment function', 'the hook'] as const;
export type Victim = (typeof victims)[number];

/** What a process of the region says of itself. */
interface Seen {
  readonly pid: number;
  readonly command: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface Wanted {
  readonly victim: Victim;
  /** The release that is being deployed. */
  readonly release: string;
  readonly functions: Readonly<Record<'the deployment function' | 'the hook', string>>;
}

/** The processes of this kind that run now; this process has started them. Linux only: it reads /proc. */
export function runningOf({ victim, release, functions }: Wanted): readonly number[] {
  const isIt = (seen: Seen): boolean => {
    switch (victim) {
      case 'a new task': return isTask(seen) && seen.environment['RELEASE'] === release;
      case 'an old task': return isTask(seen) && seen.environment['RELEASE'] !== release;
      case 'the load balancer': return /\bbalancer\b/.test(seen.command);
      case 'the primary': return /-D \S*\/primary /.test(seen.command);
      case 'the replica': return /-D \S*\/replica /.test(seen.command);
      case 'the deployment function':
      case 'the hook': return seen.environment['AWS_LAMBDA_FUNCTION_NAME'] === functions[victim];
    }
  };
  return children().filter(isIt).map(({ pid }) => pid);
}

const isTask = ({ command, environment }: Seen): boolean => environment['RELEASE'] !== undefined && environment['AWS_LAMBDA_FUNCTION_NAME'] === undefined && !command.includes('migrate.js');

function children(): readonly Seen[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      // The name of the program, in brackets, may hold anything: the numbers begin behind it.
      const parent = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
      if (parent !== process.pid) return [];
      const environment = Object.fromEntries(parts(`/proc/${pid}/environ`).map((entry) => entry.split(/=(.*)/s).slice(0, 2) as [string, string]));
      return [{ pid: Number(pid), command: `${parts(`/proc/${pid}/cmdline`).join(' ')} `, environment }];
    } catch {
      // It has just ended.
      return [];
    }
  });
}

const parts = (file: string): readonly string[] => readFileSync(file, 'utf8').split('\0').filter((part) => part !== '');
