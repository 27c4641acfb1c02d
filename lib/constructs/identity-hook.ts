import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { FunctionLogs } from './bundled-function';
import { LifecycleHook } from './lifecycle-hook';
import type { ServiceNames } from './service-names';

export interface IdentityHookProps {
  readonly stage: string;
  readonly service: string;
  readonly names: ServiceNames;
  readonly logs: FunctionLogs;
}

/**
 * Proves that what runs as green is what the deployment names: every task of it, from the very images of that task definition, and none
 * other. It asks ECS alone, because nothing reaches green yet.
 */
export class IdentityHook extends LifecycleHook {
  constructor(scope: Construct, id: string, { names, ...common }: IdentityHookProps) {
    super(scope, id, {
      ...common,
      does: 'identity',
      event: 'AfterInstall',
      description: 'Proves that green runs what the deployment names, and nothing else',
      entry: 'lambda/hooks/identity/handler.ts',
      environment: { CLUSTER: names.cluster, SERVICE: names.service },
      timeout: Duration.minutes(1),
      memoryMiB: 256,
    });
    this.maySeeGreen(names);
  }
}
