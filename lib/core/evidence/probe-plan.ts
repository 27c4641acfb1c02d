import { dice, seedOf } from '../chance';
import { fill } from '../operation/fill';
import type { Operation } from '../operation/operation';
import { loadSteps } from './load-bounds';

/** One request of a probe, ready to be sent. */
export interface Probe {
  readonly operation: string;
  readonly effect: Operation['effect'];
  readonly method: Operation['method'];
  readonly target: string;
  readonly body: string | undefined;
  readonly expect: number;
  /** By this key a write is found again on the primary. */
  readonly key: string;
}

/**
 * Probes in waves. All of a wave are sent at once, the next wave when they are answered: an operation that needs another
 * one before it (`after` in the contract) is in the second wave, together with the reads.
 */
export type ProbePlan = readonly (readonly Probe[])[];

/**
 * First every operation alone, then all of them at once, in a few lanes and then in all `lanes`.
 *
 * Both matter: what works alone and fails together is how the outage looked that this exists for. Within a wave the order
 * is shuffled, because a balancer that takes turns would otherwise send all requests of one operation to the same task, and
 * operations that disturb each other would never meet. `run` decides the order, and makes the keys of this plan different
 * from those of any other.
 */
export function probePlan(operations: readonly Operation[], lanes: number, run: string): ProbePlan {
  const probed = operations.filter(({ probe }) => probe !== undefined);
  const first = probed.filter(({ probe }) => probe?.after === undefined);
  const second = probed.filter(({ probe, effect }) => probe?.after !== undefined || effect === 'read');
  const alone = [...first, ...second.filter(({ probe }) => probe?.after !== undefined)].map((operation) => [probeOf(operation, 'alone', 0, run)]);
  const chance = dice(seedOf(run));
  const together = loadSteps(lanes).flatMap((width) => [first, second].map((wave) => ({ width, wave }))).map(({ width, wave }, index) =>
    chance.named(`wave ${index}`).shuffled(Array.from({ length: width }, (_, lane) => wave.map((operation) => probeOf(operation, `lane-${lane + 1}`, index + 1, run))).flat()));
  return [...alone, ...together].filter((wave) => wave.length > 0);
}

function probeOf(operation: Operation, lane: string, wave: number, run: string): Probe {
  const exchange = operation.probe;
  if (exchange === undefined) throw new Error(`${operation.id} has no probe`);
  const { method, target, body } = fill(operation, exchange, { lane });
  return { operation: operation.id, effect: operation.effect, method, target, body, expect: exchange.expect, key: `probe-${run}-${lane}-${wave}-${operation.id}` };
}
