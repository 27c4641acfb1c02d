import { Duration } from 'aws-cdk-lib';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IDatabaseInstance } from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import { type Operation, refusing } from '../core/operation/operation';
import type { FunctionLogs, FunctionNetwork } from './bundled-function';
import { databaseUserArn } from './database-user';
import { LifecycleHook } from './lifecycle-hook';
import type { ServiceNames } from './service-names';
import { trustRds } from './trust-rds';

/** What a service promises, and how a write that it has taken is found again. */
export interface ServiceContract {
  readonly operations: readonly Operation[];
  /** A query that takes the keys of writes as `$1` and gives a row for each one that is there; empty where nothing is written. */
  readonly proof: string;
}

export interface ProbeHookProps {
  readonly stage: string;
  readonly service: string;
  /** Where the test listener is, and the name that its certificate is for. */
  readonly testUrl: string;
  readonly serverName: string;
  readonly contract: ServiceContract;
  readonly names: ServiceNames;
  /** What the tasks write. */
  readonly serviceLog: ILogGroup;
  /** Where the contract's proof is asked for. @default - nothing: the service writes nothing */
  readonly proofs?: ProofDatabase;
  readonly logs: FunctionLogs;
  readonly network: FunctionNetwork;
}

/** The primary of a service that writes, and who may look there. */
export interface ProofDatabase {
  readonly primary: IDatabaseInstance;
  readonly name: string;
  readonly port: number;
  readonly user: string;
}

/** How many customers the hook plays at a time: enough for faults that only show when requests meet. */
const lanes = 24;

/**
 * Proves each operation of the contract on green, each write on the primary, and a log that says why, before customers reach it.
 *
 * @throws Error when the contract has writes and nobody could look for them, or has none and somebody may; and when it refuses nothing
 */
export class ProbeHook extends LifecycleHook {
  constructor(scope: Construct, id: string, props: ProbeHookProps) {
    const { contract, proofs, testUrl, serverName, names, serviceLog, ...common } = props;
    if ((contract.proof === '') !== (proofs === undefined)) {
      throw new Error('a hook has a database if and only if its contract has a proof');
    }
    if (refusing(contract.operations) === undefined) {
      throw new Error('a contract has an operation with a refusal (x-changeover.refusal), or nobody could see whether the log says why something is refused');
    }
    super(scope, id, {
      ...common,
      does: 'probe',
      event: 'AfterAllowTestTraffic',
      description: 'Proves each operation on green, each write on the primary, and its log, before customers reach it',
      entry: 'lambda/hooks/probe/handler.ts',
      // A JSON text, as source text of a string.
      define: { OPERATIONS: JSON.stringify(JSON.stringify(contract)) },
      environment: {
        TEST_URL: testUrl,
        SERVER_NAME: serverName,
        LANES: String(lanes),
        CLUSTER: names.cluster,
        SERVICE: names.service,
        ...(proofs === undefined ? {} : environmentOf(proofs)),
      },
      // Three minutes for a database that fails over, and two for everything else.
      timeout: Duration.minutes(5),
      memoryMiB: 512,
    });
    if (proofs !== undefined) this.allow(['rds-db:connect'], [databaseUserArn(proofs.primary, proofs.user)]);
    this.maySeeGreen(names);
    this.allow(['logs:FilterLogEvents'], [serviceLog.logGroupArn, this.log.logGroupArn]);
  }
}

const environmentOf = ({ primary, name, port, user }: ProofDatabase): Readonly<Record<string, string>> => ({
  PROBER_HOST: primary.dbInstanceEndpointAddress, PROBER_PORT: String(port), PROBER_USER: user, DATABASE: name, ...trustRds,
});
