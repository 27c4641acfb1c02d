import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { TrafficShift } from '../../lib/constructs/traffic-shift';

test.each([0, -5, 100, 150, 2.5, Number.NaN])('%d is no step of traffic', (percent) => {
  const refusal = `a step of traffic must be a whole percentage from 1 to 99, got ${percent}`;
  expect(() => TrafficShift.canary(percent, Duration.minutes(5))).toThrow(refusal);
  expect(() => TrafficShift.linear(percent, Duration.minutes(5))).toThrow(RangeError);
});

test.each([Duration.minutes(0), Duration.seconds(90), Duration.minutes(2_881)])('%s is no interval between steps', (interval) => {
  expect(() => TrafficShift.canary(10, interval)).toThrow('an interval between steps must be whole minutes from 1 to 2880');
  expect(() => TrafficShift.linear(10, interval)).toThrow(RangeError);
});

function rendered(shift: TrafficShift): unknown {
  const stack = new Stack(new App({ analyticsReporting: false, builtinCloudFormationValidation: false }), 'Stack');
  shift.bind(stack);
  return Object.values(Template.fromStack(stack).findResources('AWS::CodeDeploy::DeploymentConfig'))[0]?.['Properties'];
}

test('a canary waits once between its two steps', () => {
  expect(rendered(TrafficShift.canary(10, Duration.minutes(5)))).toEqual({
    ComputePlatform: 'ECS',
    TrafficRoutingConfig: { Type: 'TimeBasedCanary', TimeBasedCanary: { CanaryPercentage: 10, CanaryInterval: 5 } },
  });
});

test('a linear shift repeats its step', () => {
  expect(rendered(TrafficShift.linear(30, Duration.minutes(2)))).toMatchObject({
    TrafficRoutingConfig: { Type: 'TimeBasedLinear', TimeBasedLinear: { LinearPercentage: 30, LinearInterval: 2 } },
  });
});

test('everything in one step is what AWS has ready', () => {
  const stack = new Stack();
  expect(TrafficShift.allAtOnce().bind(stack).deploymentConfigName).toBe('CodeDeployDefault.ECSAllAtOnce');
  expect(rendered(TrafficShift.allAtOnce())).toBeUndefined();
});
