import type { Template } from '../../../lib/core/template/template';

const forward = { Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: { Ref: 'One' }, Weight: 100 }, { TargetGroupArn: { Ref: 'Two' }, Weight: 0 }] } }] };
const fixed = { DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503' } }], Protocol: 'HTTPS', SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' };
const targets = (id: string, group: string): object => ({
  Id: id, ReturnData: false, MetricStat: { Period: 60, Stat: 'Sum', Metric: { Namespace: 'AWS/ApplicationELB', MetricName: 'HTTPCode_Target_5XX_Count', Dimensions: [{ Name: 'TargetGroup', Value: { 'Fn::GetAtt': [group, 'TargetGroupFullName'] } }, { Name: 'LoadBalancer', Value: 'b' }] } },
});
const expiring = (...selections: readonly object[]): string => JSON.stringify({ rules: selections.map((selection) => ({ selection, action: { type: 'expire' } })) });
const workflow = { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com', 'token.actions.githubusercontent.com:sub': 'repo:example/points:environment:production' };
const kept = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };

/** Everything that the pack has a rule for, as it should be. */
export const aSafeTemplate = (): Template => ({
  Resources: {
    Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { LoadBalancerAttributes: ['deletion_protection.enabled', 'routing.http.drop_invalid_header_fields.enabled', 'access_logs.s3.enabled'].map((Key) => ({ Key, Value: 'true' })) } },
    Http: { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: { Protocol: 'HTTP', DefaultActions: [{ Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', StatusCode: 'HTTP_301' } }] } },
    Production: { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: fixed },
    Test: { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: fixed },
    One: { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: { HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 2 } },
    Two: { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: { HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 2 } },
    ProductionRule: { Type: 'AWS::ElasticLoadBalancingV2::ListenerRule', Properties: forward },
    TestRule: { Type: 'AWS::ElasticLoadBalancingV2::ListenerRule', Properties: forward },
    Service: { Type: 'AWS::ECS::Service', Properties: { DeploymentController: { Type: 'CODE_DEPLOY' }, TaskDefinition: 'api', LoadBalancers: [{ ContainerName: 'api', ContainerPort: 8080, TargetGroupArn: { Ref: 'One' } }] } },
    Definition: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: { Family: 'api', ContainerDefinitions: [{ Name: 'api', Image: `repository@sha256:${'a'.repeat(64)}`, PortMappings: [{ ContainerPort: 8080 }], LogConfiguration: { LogDriver: 'awslogs' }, ReadonlyRootFilesystem: true, User: 'node' }] },
    },
    Worker: { Type: 'AWS::ECS::Service', Properties: { DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } } } },
    Target: { Type: 'AWS::ApplicationAutoScaling::ScalableTarget', Properties: { MinCapacity: 3, MaxCapacity: 12 } },
    Policy: { Type: 'AWS::ApplicationAutoScaling::ScalingPolicy', Properties: { TargetTrackingScalingPolicyConfiguration: { PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' } } } },
    Errors: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: { AlarmName: 'errors', EvaluationPeriods: 3, DatapointsToAlarm: 2, TreatMissingData: 'notBreaching', AlarmActions: ['topic'], OKActions: ['topic'], Metrics: [{ Id: 'both', Expression: 'MAX([one, two])' }, targets('one', 'One'), targets('two', 'Two')] },
    },
    Notice: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmRule: { 'Fn::Join': ['', ['ALARM("', { Ref: 'Errors' }, '") OR NOT OK("slow")']] } } },
    Application: { Type: 'AWS::CodeDeploy::Application', Properties: { ComputePlatform: 'ECS' } },
    Shift: { Type: 'AWS::CodeDeploy::DeploymentConfig', Properties: { ComputePlatform: 'ECS', TrafficRoutingConfig: { Type: 'TimeBasedCanary', TimeBasedCanary: { CanaryInterval: 5, CanaryPercentage: 10 } } } },
    Group: {
      Type: 'AWS::CodeDeploy::DeploymentGroup', DependsOn: ['ProductionRule', 'TestRule'],
      Properties: {
        ApplicationName: { Ref: 'Application' }, DeploymentConfigName: { Ref: 'Shift' }, ECSServices: [{}],
        AlarmConfiguration: { Enabled: true, IgnorePollAlarmFailure: false, Alarms: [{ Name: { Ref: 'Errors' } }] },
        AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST', 'DEPLOYMENT_STOP_ON_ALARM'] },
        BlueGreenDeploymentConfiguration: { DeploymentReadyOption: { ActionOnTimeout: 'CONTINUE_DEPLOYMENT' }, TerminateBlueInstancesOnDeploymentSuccess: { Action: 'TERMINATE', TerminationWaitTimeInMinutes: 10 } },
        DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
        LoadBalancerInfo: { TargetGroupPairInfoList: [{ ProdTrafficRoute: { ListenerArns: [{ Ref: 'Production' }] }, TestTrafficRoute: { ListenerArns: [{ Ref: 'Test' }] }, TargetGroups: ['One', 'Two'].map((id) => ({ Name: { 'Fn::GetAtt': [id, 'TargetGroupName'] } })) }] },
      },
    },
    Hook: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'CodeDeployHook_probe', Role: { 'Fn::GetAtt': ['HookRole', 'Arn'] } } },
    HookRole: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] } } },
    HookPolicy: {
      Type: 'AWS::IAM::Policy',
      Properties: { Roles: [{ Ref: 'HookRole' }], PolicyDocument: { Statement: [
        { Effect: 'Allow', Action: 'codedeploy:PutLifecycleEventHookExecutionStatus', Resource: 'group' },
        { Effect: 'Allow', Action: 'iam:PassRole', Resource: 'task-role', Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } } },
      ] } },
    },
    Schedule: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 minute)', Targets: [{ Id: 'watch', Arn: { 'Fn::GetAtt': ['Watch', 'Arn'] } }] } },
    Watch: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'watch' } },
    MayCall: { Type: 'AWS::Lambda::Permission', Properties: { Action: 'lambda:InvokeFunction', FunctionName: { 'Fn::GetAtt': ['Watch', 'Arn'] }, Principal: 'events.amazonaws.com', SourceArn: { 'Fn::GetAtt': ['Schedule', 'Arn'] } } },
    Deployment: { Type: 'Custom::EcsBlueGreenDeployment', Properties: { ServiceTimeout: '3600' } },
    Primary: {
      Type: 'AWS::RDS::DBInstance', DeletionPolicy: 'Snapshot', UpdateReplacePolicy: 'Snapshot',
      Properties: { Engine: 'postgres', DBParameterGroupName: { Ref: 'Parameters' }, EnableIAMDatabaseAuthentication: true, BackupRetentionPeriod: 35, DeleteAutomatedBackups: false, DeletionProtection: true, MultiAZ: true, PubliclyAccessible: false },
    },
    Parameters: { Type: 'AWS::RDS::DBParameterGroup', Properties: { Parameters: { 'rds.force_ssl': '1' } } },
    Proxy: { Type: 'AWS::RDS::DBProxy', Properties: { RequireTLS: true, DefaultAuthScheme: 'IAM_AUTH' } },
    Leases: { Type: 'AWS::DynamoDB::Table', ...kept, Properties: {} },
    Images: { Type: 'AWS::ECR::Repository', ...kept, Properties: { ImageTagMutability: 'IMMUTABLE', ImageScanningConfiguration: { ScanOnPush: true }, LifecyclePolicy: { LifecyclePolicyText: expiring({ tagStatus: 'tagged', tagPrefixList: ['ci-'] }) } } },
    Ledger: {
      Type: 'AWS::DynamoDB::Table', ...kept,
      Properties: {
        TableName: 'production-ledger', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true }, DeletionProtectionEnabled: true,
        ResourcePolicy: { PolicyDocument: { Statement: [{ Effect: 'Deny', Principal: '*', Action: ['dynamodb:DeleteItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'], Resource: 'arn:aws:dynamodb:ap-northeast-2:222222222222:table/production-ledger' }] } },
      },
    },
    Vouching: {
      Type: 'AWS::KMS::Key', ...kept,
      Properties: { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY', KeyPolicy: { Statement: [
        { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::222222222222:root' }, Action: 'kms:Sign', Resource: '*', Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/production-delivery' } } },
        { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::222222222222:root' }, Action: ['kms:Verify', 'kms:PutKeyPolicy'], Resource: '*' },
      ] } },
    },
    PipelineRole: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: { Ref: 'Github' } }, Condition: { StringEquals: workflow } }] } },
    },
  },
});
