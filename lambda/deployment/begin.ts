import { pause } from '../shared/pause';
import type { LookPorts } from './look';
import type { DeploymentRequest, MachineState } from './state';
import { isTransient } from './transient';

/** Hands a request over to the state machine. The execution is named after the request, so that an event that comes twice starts one. */
export async function begin(request: DeploymentRequest, { gateway, answer }: Pick<LookPorts, 'gateway' | 'answer'>, wait: (ms: number) => Promise<void> = pause): Promise<void> {
  try {
    await patiently(async () => {
      const update = request.RequestType === 'Delete' ? {} : { update: await gateway.stack(request.StackId) };
      const state: MachineState = { request, looks: 0, ...update };
      await gateway.startMachine(request.RequestId, JSON.stringify(state));
    }, wait);
  } catch (cause) {
    // Nothing has been changed; without an answer the stack would wait for an hour.
    const status = request.RequestType === 'Delete' ? 'SUCCESS' : 'FAILED';
    await answer(request, status, `the deployment could not begin: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** Nobody comes again when this is over: so AWS is asked more often than its client does by itself. */
async function patiently(work: () => Promise<void>, wait: (ms: number) => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (cause) {
      if (tries === TRIES || !isTransient(cause)) throw cause;
      await wait(PAUSE_MS);
    }
  }
}

const TRIES = 8;
const PAUSE_MS = 4_000;
