import { logLevels, type LogLevel } from '../settings';
import type { Time } from '../time';

type Details = Readonly<Record<string, unknown>>;

/** Structured lines on standard output, one JSON object each. */
export interface Log {
  debug(message: string, details?: Details): void;
  info(message: string, details?: Details): void;
  warn(message: string, details?: Details): void;
  error(message: string, details?: Details): void;
  /** Written whatever the level is: alarms are made of these lines, and silence has to mean that nothing happens. */
  record(level: LogLevel, message: string, details: Details): void;
}

export interface LogOptions {
  readonly level: LogLevel;
  /** Repeated on each line. */
  readonly fields: Details;
  readonly time: Time;
  readonly write: (line: string) => void;
}

export function createLog({ level: lowest, fields, time, write }: LogOptions): Log {
  const record = (level: LogLevel, message: string, details: Details = {}): void =>
    write(`${JSON.stringify({ time: time.now().toISOString(), level, message, ...fields, ...details })}\n`);
  const from = (level: LogLevel) => (message: string, details: Details = {}): void => {
    if (logLevels.indexOf(level) >= logLevels.indexOf(lowest)) record(level, message, details);
  };
  return { debug: from('debug'), info: from('info'), warn: from('warn'), error: from('error'), record };
}
