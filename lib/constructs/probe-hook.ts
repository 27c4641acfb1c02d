import { Duration } from 'aws-cdk-lib';
import type { IDatabaseInstance } from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import type { Operation } from '../core/operation/operation';
import type { FunctionLogs, FunctionNetwork } from './bundled-function';
import { databaseUserArn } from './database-user';
import { LifecycleHook } from './lifecycle-hook';
import { trustRds } from './trust-rds';

/** What a service promises, and how a write that it has taken is found again. */
export interface ServiceContract {
  readonly operations: readonly Operation[];
  /** A query that takes the keys of writes as `$1` and gives a row for each one that is there. */
  readonly proof: string;
}

export interface ProbeHookProps {
  readonly stage: string;
  readonly service: string;
  /** Where the test listener is, and the name that its certificate is for. */
  readonly testUrl: string;
  readonly serverName: string;
  readonly contract: ServiceContract;
  readonly primary: IDatabaseInstance;
  readonly database: { readonly name: string; readonly port: number; readonly user: string };
  readonly logs: FunctionLogs;
  readonly network: FunctionNetwork;
}

/** How many customers the hook plays at a time: enough for faults that only show when requests meet. */
const lanes = 24;

/** Proves each operation of the contract on green, and each write on the primary, before customers reach it. */
export class ProbeHook extends LifecycleHook {
  constructor(scope: Construct, id: string, props: ProbeHookProps) {
    const { contract, primary, database, testUrl, serverName, ...common } = props;
    super(scope, id, {
      ...common,
      does: 'probe',
      event: 'AfterAllowTestTraffic',
      description: 'Proves each operation on green, and each write on the primary, before customers reach it',
      entry: 'lambda/hooks/probe/handler.ts',
      // A JSON text, as source text of a string.
      define: { OPERATIONS: JSON.stringify(JSON.stringify(contract)) },
      environment: {
        TEST_URL: testUrl,
        SERVER_NAME: serverName,
        PROBER_HOST: primary.dbInstanceEndpointAddress,
        PROBER_PORT: String(database.port),
        PROBER_USER: database.user,
        DATABASE: database.name,
        LANES: String(lanes),
        ...trustRds,
      },
      timeout: Duration.minutes(2),
      memoryMiB: 512,
    });
    this.allow(['rds-db:connect'], [databaseUserArn(primary, database.user)]);
    this.allow(['ecs:DescribeTaskDefinition'], ['*']);
  }
}
