import type { Readable } from 'node:stream';
import type { RunningProcess } from '../../edge/processes/start-process';
import { eachLine } from '../logs/lines';
import { endMark } from './runtime/messages';

/** A function's process with its log stream. */
export interface StartedFunction {
  readonly process: RunningProcess;
  readonly log: (message: string) => void;
  /** Resolves when everything that was written before the end of the invocation is in the log. */
  flushed(id: string): Promise<void>;
}

/** Puts what the process writes into the log. */
export function withLog(process: RunningProcess, log: (message: string) => void): StartedFunction {
  const marks = [process.output.stdout, process.output.stderr].filter((stream) => stream !== null).map((stream) => marksIn(stream, log));
  return { process, log, flushed: async (id) => void await Promise.all(marks.map((reached) => reached(id))) };
}

/** A mark may come before anybody waits for it, or never, when the process is killed. */
function marksIn(stream: Readable, log: (message: string) => void): (id: string) => Promise<void> {
  const reached = new Set<string>();
  const closed = new Promise<void>((resolve) => stream.once('close', resolve));
  let look = (): void => undefined;
  eachLine(stream, (line) => {
    // A mark stands behind the last line when the function did not end it.
    const start = line.indexOf('\0');
    const text = start < 0 ? line : line.slice(0, start);
    if (text !== '') log(text);
    if (start >= 0) reached.add(line.slice(start));
    look();
  });
  return async (id) => {
    const marked = new Promise<void>((resolve) => {
      look = () => { if (reached.delete(endMark(id))) resolve(); };
      look();
    });
    await Promise.race([marked, closed]);
    // An event that is tried again has the same id: its next mark is for whoever waits then.
    look = () => undefined;
  };
}
