import { open } from 'node:fs/promises';
import type { Clock } from '../../core/time';
import { millis } from '../../core/units';
import type { LogStore } from '../logs/log-store';

/** Wall time; RDS itself takes some seconds. */
const LOOK_EVERY = millis(100);
const MOST_AT_ONCE = 1_048_576;

/** A line that begins an entry: everything else belongs to the entry before it. */
const ENTRY = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC:/;

export interface LogExportPorts {
  readonly wall: Clock;
  readonly model: Clock;
  readonly logs: LogStore;
}

/** Copies what PostgreSQL writes to its log file, from now on, into the instance's log group; disposing ends it. */
export function exportLog(file: string, identifier: string, { wall, model, logs }: LogExportPorts): Disposable {
  const group = `/aws/rds/instance/${identifier}/postgresql`;
  if (!logs.has(group)) logs.create(group);
  const over = new AbortController();
  void follow(file, over.signal, wall, (message) => {
    if (logs.has(group)) logs.put(group, { at: model.now(), stream: `${identifier}.0`, message });
  }).catch((thrown: unknown) => {
    if (!over.signal.aborted) throw thrown;
  });
  return { [Symbol.dispose]: () => over.abort() };
}

async function follow(file: string, signal: AbortSignal, wall: Clock, take: (entry: string) => void): Promise<void> {
  await using handle = await open(file, 'r');
  let position = (await handle.stat()).size;
  let left = '';
  const buffer = Buffer.alloc(MOST_AT_ONCE);
  for (;;) {
    await wall.sleep(LOOK_EVERY, signal);
    const { bytesRead } = await handle.read(buffer, 0, MOST_AT_ONCE, position);
    position += bytesRead;
    const lines = (left + buffer.toString('utf8', 0, bytesRead)).split('\n');
    left = lines.pop() ?? '';
    for (const entry of entriesOf(lines)) take(entry);
  }
}

/** Joins lines that go on where another has begun, such as a statement of several lines. */
export function entriesOf(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line !== '').reduce<string[]>((entries, line) => {
    const last = entries.at(-1);
    if (last === undefined || ENTRY.test(line)) return [...entries, line];
    return [...entries.slice(0, -1), `${last}\n${line}`];
  }, []);
}
