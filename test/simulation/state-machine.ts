import { giveUp } from '../../lambda/deployment/give-up';
import { patientLook } from '../../lambda/deployment/patient-look';
import type { MachineState } from '../../lambda/deployment/state';
import { seconds } from '../../lib/core/units';
import type { Agenda } from './agenda';
import type { Lambda } from './lambda';

/** As `deploymentMachineDefinition` has them. */
const TRIES = 6;
const GIVE_UP_TRIES = 10;
const BAKE_SECONDS = 90;
const pause = (tries: number) => seconds(Math.min(30, 2 * 2 ** tries));

/** The function's own state machine in virtual time: look, wait, look again; tried again when a look fails, and given up at last. */
export class StateMachine {
  private readonly names = new Set<string>();
  /** Executions that have not ended. */
  running = 0;
  /** Executions that could not look any more. */
  givenUp = 0;

  constructor(private readonly agenda: Agenda, private readonly lambda: Lambda) {}

  /** An execution of one name is started once. */
  start(name: string, input: string): void {
    if (this.names.has(name)) return;
    this.names.add(name);
    this.running += 1;
    this.next(JSON.parse(input) as MachineState, 0);
  }

  private next(state: MachineState, delay: number): void {
    this.agenda.plan(seconds(delay), 'function', () => this.look(state, 0));
  }

  private async look(state: MachineState, tries: number): Promise<void> {
    try {
      const after = await this.lambda.invoke((ports) => patientLook(state, ports, () => undefined));
      if (after.next === 'done') this.running -= 1;
      else this.next(after, after.next === 'bake' ? BAKE_SECONDS : this.lambda.secondsPerLook);
    } catch (thrown) {
      if (tries < TRIES) this.agenda.plan(pause(tries), 'function', () => this.look(state, tries + 1));
      else this.agenda.plan(pause(tries), 'function', () => this.giveUp(state, String(thrown), 0));
    }
  }

  private async giveUp(state: MachineState, Cause: string, tries: number): Promise<void> {
    try {
      await this.lambda.invoke((ports) => giveUp({ action: 'give-up', state: { ...state, failure: { Error: 'Error', Cause } } }, ports));
      this.running -= 1;
      this.givenUp += 1;
    } catch (thrown) {
      if (tries >= GIVE_UP_TRIES) throw thrown;
      this.agenda.plan(pause(tries), 'function', () => this.giveUp(state, Cause, tries + 1));
    }
  }
}
