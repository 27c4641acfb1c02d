import { format } from 'node:util';
import { wallClock } from '../../../edge/time/wall-clock';

const LEVELS = { log: 'INFO', info: 'INFO', debug: 'DEBUG', trace: 'TRACE', warn: 'WARN', error: 'ERROR' } as const;

/**
 * Writes what goes to the console as the Node.js runtime does: moment, request, level and text between tabs, and carriage returns for the line
 * breaks in it, so that it stays one event. What a function writes to its output stream itself stays as it is.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export function takeConsole(requestId: () => string | undefined): void {
  Object.assign(console, Object.fromEntries(Object.entries(LEVELS).map(([method, level]) => [method, (...args: readonly unknown[]) => writeLine(requestId(), level, format(...args))])));
}

export function writeLine(requestId: string | undefined, level: string, text: string): void {
  process.stdout.write(`${new Date(wallClock.now()).toISOString()}\t${requestId ?? 'undefined'}\t${level}\t${text.replace(/\n/g, '\r')}\n`);
}
