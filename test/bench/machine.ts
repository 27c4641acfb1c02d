import { createHash } from 'node:crypto';
import { walk } from '../core/deployment/walk';
import { fastest, type Measure } from './measure';

const WALKS = 2_000;

/** Steps of the deployment machine in random lives, against a work of known size: SHA-256 over a kibibyte. */
export async function machine(): Promise<Measure> {
  const steps = Array.from({ length: WALKS }, (_, seed) => walk(seed).trace.length).reduce((sum, moments) => sum + moments, 0);
  const perSecond = steps / (await fastest(3, () => { for (let seed = 0; seed < WALKS; seed += 1) walk(seed); }) / 1_000);
  const kibibyte = Buffer.alloc(1_024, 7);
  const hashes = 100_000 / (await fastest(3, () => { for (let turn = 0; turn < 100_000; turn += 1) createHash('sha256').update(kibibyte).digest(); }) / 1_000);
  return { what: 'deployment machine, with its random world', value: `${Math.round(perSecond).toLocaleString('en')} moments/s`, compared: `${(hashes / perSecond).toPrecision(2)} SHA-256 of 1 KiB each` };
}
