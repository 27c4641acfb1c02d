/**
 * Somebody else's app, as an example of what can be rehearsed: the pattern of `@cdklabs/cdk-ecs-codedeploy` as its README has it, for a
 * small service that is not written in JavaScript (service.py).
 */
const { ApplicationLoadBalancedCodeDeployedFargateService } = require('@cdklabs/cdk-ecs-codedeploy');
const { App, Stack } = require('aws-cdk-lib');
const ec2 = require('aws-cdk-lib/aws-ec2');
const ecs = require('aws-cdk-lib/aws-ecs');

const app = new App();
const stack = new Stack(app, 'Shop', { env: { account: '333333333333', region: 'eu-west-1' } });
const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
new ApplicationLoadBalancedCodeDeployedFargateService(stack, 'Service', {
  cluster,
  desiredCount: 2,
  taskImageOptions: { image: ecs.ContainerImage.fromRegistry('shop/web:2'), containerPort: 8000 },
  apiTestSteps: [{ name: 'health', path: '/health', jmesPath: 'status', expectedValue: 'ok' }],
});
