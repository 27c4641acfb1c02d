import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface ProcessLine {
  readonly parent: number;
  readonly command: string;
}

/** Every process of the machine, from /proc where there is one: small images have no `ps`. */
export function processes(): readonly ProcessLine[] {
  if (existsSync('/proc/self/stat')) return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap(fromProc);
  return execFileSync('ps', ['-eo', 'ppid=,args=', '-ww'], { encoding: 'utf8' }).split('\n').flatMap((line) => {
    const [, parent, command] = /^ *(\d+) (.*)$/.exec(line) ?? [];
    return command === undefined ? [] : [{ parent: Number(parent), command }];
  });
}

function fromProc(pid: string): readonly ProcessLine[] {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
    const [, parent] = /^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return command === '' ? [] : [{ parent: Number(parent), command }];
  } catch {
    // It has ended meanwhile.
    return [];
  }
}
