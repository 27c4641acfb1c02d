import { errorChain } from '../../../../services/shared/src/log/error-chain';
import { createLog, type Log } from '../../../../services/shared/src/log/log';
import type { LogLevel } from '../../../../services/shared/src/settings';
import { machineTime } from '../../../../services/shared/src/time';

function logAt(level: LogLevel): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  const time = { ...machineTime, now: () => new Date('2026-11-23T02:00:00.5Z') };
  return { log: createLog({ level, fields: { service: 'api' }, time, write: (line) => void lines.push(line) }), lines };
}

test('a line is one JSON object with the moment, the level and the fields of the service', () => {
  const { log, lines } = logAt('info');
  log.info('listening', { port: 1 });
  expect(lines).toEqual(['{"time":"2026-11-23T02:00:00.500Z","level":"info","message":"listening","service":"api","port":1}\n']);
});

test('lines below the level are left out, but records of requests never are', () => {
  const { log, lines } = logAt('error');
  log.debug('a');
  log.info('b');
  log.warn('c');
  log.error('d');
  log.record('info', 'request', {});
  expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual(['d', 'request']);
});

test('an error is told with its causes, and one that is its own cause comes to an end', () => {
  const inner = Object.assign(new Error('inner'), { code: '40001' });
  expect(errorChain(new Error('outer', { cause: inner })))
    .toMatchObject({ name: 'Error', message: 'outer', cause: { message: 'inner', code: '40001' } });
  const circular = new Error('round');
  circular.cause = circular;
  expect(JSON.stringify(errorChain(circular)).match(/round/g)?.length).toBeLessThan(20);
});

const thrownThings = [[null, 'null'], [undefined, 'undefined'], ['text', 'text'], [0, '0']] as const;
test.each(thrownThings)('%p thrown instead of an error is told too', (thrown, message) => {
  expect(errorChain(thrown)).toMatchObject({ message });
});
