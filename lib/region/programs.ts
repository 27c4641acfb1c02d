import { join } from 'node:path';
import { bundlePrograms } from '../edge/processes/bundle-programs';
import { canaryModules } from './synthetics/canary-modules';
import { runtimeModules } from './lambda/runtime-modules';

/** Programs of the region that run as processes of their own, and what they find beside them. */
export interface Programs {
  readonly balancer: string;
  readonly functionRuntime: string;
  readonly processInterface: string;
  /** The directory of the modules that a function's runtime brings. */
  readonly functionModules: string;
  /** The same for canaries. */
  readonly canaryModules: string;
}

export async function regionPrograms(directory: string): Promise<Programs> {
  const [programs, forFunctions, forCanaries] = await Promise.all([
    bundlePrograms({
      balancer: join(__dirname, 'elbv2/balancer/main.ts'),
      functionRuntime: join(__dirname, 'lambda/runtime.ts'),
      processInterface: join(__dirname, 'network/process-interface.ts'),
    }, join(directory, 'programs')),
    runtimeModules(join(directory, 'function-modules')),
    canaryModules(join(directory, 'canary-modules')),
  ]);
  return { ...programs, functionModules: forFunctions, canaryModules: forCanaries };
}
