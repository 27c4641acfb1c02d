import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Ends what this process started when it can no longer do so itself. */
export interface Watchdog extends AsyncDisposable {
  /** From now on `pid` gets `signal`, and SIGKILL five seconds later, when this process is gone. */
  guard(pid: number, signal: 'INT' | 'TERM'): void;
  /** `pid` has ended: its number may soon belong to somebody else's process. */
  forget(pid: number): void;
}

/**
 * A shell in a session of its own that reads orders from its standard input. The end of input means that this process
 * died without saying so, by SIGKILL or a crash, which no handler inside it could have caught.
 */
const SCRIPT = `
guarded=
while read -r order pid; do
  case $order in
    done) exit 0 ;;
    forget)
      kept=
      for entry in $guarded; do [ "\${entry##*:}" = "$pid" ] || kept="$kept $entry"; done
      guarded=$kept ;;
    *) guarded="$guarded $order:$pid" ;;
  esac
done
for entry in $guarded; do kill -s "\${entry%%:*}" "\${entry##*:}" 2>/dev/null; done
tries=0
while [ "$tries" -lt 50 ]; do
  alive=
  for entry in $guarded; do kill -0 "\${entry##*:}" 2>/dev/null && alive=yes; done
  [ -z "$alive" ] && break
  sleep 0.1
  tries=$((tries + 1))
done
for entry in $guarded; do kill -s KILL "\${entry##*:}" 2>/dev/null; done
rm -rf -- "$1"
`;

/** Watches over this process; `directory` is removed too if this process dies. Disposing it ends the watch and touches nothing. */
export function startWatchdog(directory: string): Watchdog {
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'changeover-watchdog', directory], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  });
  const ended = once(shell, 'exit');
  // A shell that could not be started has nothing to guard; the error must not end this process at a random moment.
  ended.catch(() => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  return {
    guard: (pid, signal) => void shell.stdin.write(`${signal} ${pid}\n`),
    forget: (pid) => void shell.stdin.write(`forget ${pid}\n`),
    [Symbol.asyncDispose]: async () => {
      shell.ref();
      shell.stdin.end('done\n');
      await ended;
    },
  };
}
