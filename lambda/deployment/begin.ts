import type { LookPorts } from './look';
import type { DeploymentRequest, MachineState } from './state';

/** Hands a request over to the state machine. The execution is named after the request, so that an event that comes twice starts one. */
export async function begin(request: DeploymentRequest, { gateway, answer }: LookPorts): Promise<void> {
  const state: MachineState = { request, looks: 0 };
  try {
    await gateway.startMachine(request.RequestId, JSON.stringify(state));
  } catch (cause) {
    // Nothing has been changed; without an answer the stack would wait for an hour.
    const status = request.RequestType === 'Delete' ? 'SUCCESS' : 'FAILED';
    await answer(request, status, `the deployment could not begin: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}
