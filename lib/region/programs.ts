import { join } from 'node:path';
import { bundlePrograms } from '../edge/processes/bundle-programs';

/** Programs of the region that run as processes of their own. */
export interface Programs {
  readonly balancer: string;
  readonly functionRuntime: string;
  readonly processInterface: string;
}

export function regionPrograms(directory: string): Promise<Programs> {
  return bundlePrograms({
    balancer: join(__dirname, 'elbv2/balancer/main.ts'),
    functionRuntime: join(__dirname, 'lambda/runtime.ts'),
    processInterface: join(__dirname, 'network/process-interface.ts'),
  }, join(directory, 'programs'));
}
