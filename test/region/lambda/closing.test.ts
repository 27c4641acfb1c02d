import { dice } from '../../../lib/core/chance';
import { wallClock } from '../../../lib/edge/time/wall-clock';
import { identifiers } from '../../../lib/region/identifiers';
import { Functions, type FunctionDefinition } from '../../../lib/region/lambda/functions';
import type { StartedFunction } from '../../../lib/region/lambda/started-function';

const definition = { name: 'slow', arn: 'arn:aws:lambda:r:1:function:slow', timeoutSeconds: 3, memoryMb: 128 } as FunctionDefinition;

test('a process that is just being started when the region closes is ended too, and no other is started', async () => {
  let ended = 0;
  let ready: (started: StartedFunction) => void = () => undefined;
  let exit: (how: object) => void = () => undefined;
  const process = {
    ended: new Promise((resolve) => { exit = resolve; }), hasEnded: () => ended > 0, send: () => undefined, signal: () => undefined,
    end: async () => {
      ended += 1;
      exit({ kind: 'exited', code: 0 });
    },
  };
  const functions = new Functions({
    model: wallClock, wall: wallClock, ids: identifiers(dice(1)),
    metrics: { started: () => undefined, ended: () => undefined, throttled: () => undefined, event: () => undefined },
    start: (_, onMessage) => new Promise((resolve) => {
      ready = (started) => {
        resolve(started);
        onMessage({ kind: 'initialized', maxMemoryMb: 1 });
      };
    }),
  });
  functions.define(definition);
  functions.start('slow', {});
  const closed = functions[Symbol.asyncDispose]();
  ready({ process: process as unknown as StartedFunction['process'], log: () => undefined, flushed: async () => undefined });
  await closed;
  expect(ended).toBe(1);
  await expect(functions.invoke('slow', {})).rejects.toThrow();
});
