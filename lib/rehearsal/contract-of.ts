import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { spell, type Checked } from '../core/checked';
import type { Contract } from '../core/operation/contract';
import { readContract } from '../edge/contract/read-contract';
import { readProof } from '../edge/contract/read-proof';
import type { RehearsedStage } from './rehearsed-stage';

/**
 * What customers of the stage do. The contract comes with the workload: whoever has the assembly has it.
 *
 * @param directory of the assembly
 */
export async function contractOf(directory: string, { assembled, contract }: RehearsedStage): Promise<Contract> {
  if (contract !== undefined) return contract;
  const text = await readFile(join(resolve(directory, assembled.directory), 'openapi.json'), 'utf8');
  return { operations: valueOf(readContract(text)), proof: valueOf(readProof(text)) };
}

function valueOf<T>(read: Checked<T>): T {
  if (read.ok) return read.value;
  throw new Error(`the contract of the workload is not valid: ${read.problems.map(spell).join('; ')}`);
}
