/** Network of the new tasks; CodeDeploy takes nothing over from the service, so all three members are given. */
export interface TaskNetwork {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly assignPublicIp: 'ENABLED' | 'DISABLED';
}

export interface AppSpecParts {
  readonly taskDefinition: string;
  readonly containerName: string;
  readonly containerPort: number;
  readonly network: TaskNetwork;
  /** Function by lifecycle event. */
  readonly hooks: Readonly<Record<string, string>>;
}

/** The AppSpec of a deployment: https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html */
export function appSpec({ taskDefinition, containerName, containerPort, network, hooks }: AppSpecParts): string {
  return JSON.stringify({
    version: '0.0',
    Resources: [{
      TargetService: {
        Type: 'AWS::ECS::Service',
        Properties: {
          TaskDefinition: taskDefinition,
          LoadBalancerInfo: { ContainerName: containerName, ContainerPort: containerPort },
          PlatformVersion: 'LATEST',
          NetworkConfiguration: { AwsvpcConfiguration: { Subnets: network.subnets, SecurityGroups: network.securityGroups, AssignPublicIp: network.assignPublicIp } },
        },
      },
    }],
    Hooks: Object.entries(hooks).map(([event, name]) => ({ [event]: name })),
  });
}
