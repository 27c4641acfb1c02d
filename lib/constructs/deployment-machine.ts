import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { FunctionLogs } from './bundled-function';
import { deploymentMachineDefinition } from './deployment-machine-definition';

export interface DeploymentMachineProps {
  /** Fixed: the function that starts it builds its ARN from it, and must not depend on it. */
  readonly name: string;
  /** The function that does all work of the machine, by its fixed name. */
  readonly functionName: string;
  readonly logs: FunctionLogs;
}

/** Looks after one deployment until it has ended, for as long as that takes: a function lives for minutes, a deployment for an hour. */
export class DeploymentMachine extends Construct {
  private readonly machine: sfn.StateMachine;

  constructor(scope: Construct, id: string, props: DeploymentMachineProps) {
    super(scope, id);
    this.machine = new sfn.StateMachine(this, 'Machine', {
      stateMachineName: props.name,
      stateMachineType: sfn.StateMachineType.STANDARD,
      definitionBody: sfn.DefinitionBody.fromString(JSON.stringify(deploymentMachineDefinition(props.functionName))),
      logs: {
        destination: new logs.LogGroup(this, 'Logs', {
          logGroupName: `/aws/vendedlogs/states/${props.name}`,
          retention: props.logs.retention,
          encryptionKey: props.logs.key,
          removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        }),
        level: sfn.LogLevel.ALL,
        // The input holds the address that answers CloudFormation: whoever reads it can answer.
        includeExecutionData: false,
      },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(this.machine).acknowledge(
      { id: 'AwsSolutions-SF2', reason: 'Four calls a minute need no tracing: the log and the history of the execution tell the same' },
      { id: 'AwsSolutions-IAM5[Resource::*]', reason: 'A state machine sets up the delivery of its log by actions that know no resource' },
    );
  }

  /** The one function that the machine calls. */
  mayCall(functionArn: string): void {
    this.machine.addToRolePolicy(new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }));
  }
}
