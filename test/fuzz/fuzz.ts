import { dice } from '../../lib/core/chance';
import type { Subject } from './subject';

export interface Fuzzed {
  readonly name: string;
  readonly taken: number;
  readonly refused: number;
  readonly wrong: readonly { readonly seed: number; readonly why: string }[];
}

/** Somebody who wants to know more repeats the seed. */
const MOST_SAID = 800;

/** Reads `times` spoilt things, each made by a seed of its own from 1, so that one can be repeated. */
export async function fuzz({ name, once }: Subject, times: number, first = 1): Promise<Fuzzed> {
  const counts = { taken: 0, refused: 0 };
  const wrong: { seed: number; why: string }[] = [];
  for (let seed = first; seed < first + times; seed += 1) {
    const outcome = await once(dice(seed).named(name)).catch((thrown: unknown) => ({ kind: 'wrong' as const, why: `it broke: ${thrown instanceof Error ? thrown.stack ?? thrown.message : String(thrown)}` }));
    if (outcome.kind === 'wrong') wrong.push({ seed, why: outcome.why.slice(0, MOST_SAID) });
    else counts[outcome.kind] += 1;
  }
  return { name, ...counts, wrong };
}
