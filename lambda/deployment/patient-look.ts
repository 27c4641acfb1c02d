import { look, type LookPorts } from './look';
import type { MachineState } from './state';
import { isTransient } from './transient';

/**
 * One look; when AWS gives no answer, nothing is concluded from it but that the next look comes later.
 *
 * @param unanswered told why AWS gave none
 * @throws what is no trouble of the moment: the state machine tries again with the same state, and then gives up
 */
export async function patientLook(state: MachineState, ports: LookPorts, unanswered: (cause: unknown) => void): Promise<MachineState> {
  try {
    return await look(state, ports);
  } catch (cause) {
    if (!isTransient(cause)) throw cause;
    unanswered(cause);
    return { ...state, looks: state.looks + 1, next: state.progress?.at === 'baking' ? 'bake' : 'wait' };
  }
}
