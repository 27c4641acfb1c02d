import { synthesizeProduction } from './support/synthesize';
import { type CfnTemplate, ofType, only } from './support/template';

const templates = synthesizeProduction();

describe.each(['Api', 'Auxiliary'])('the watch of %s', (tier) => {
  const template = templates[`production-${tier}`] as CfnTemplate;
  const rule = only(template, 'AWS::Events::Rule');
  const statements = ofType(template, 'AWS::IAM::Policy').filter(({ id }) => id.startsWith('WatchCodeRole')).flatMap(({ Properties }) => Properties['PolicyDocument'].Statement as { Action: string | string[]; Resource: unknown; Condition?: unknown }[]);
  const of = (action: string) => statements.filter(({ Action }) => [Action].flat().includes(action));
  const environment = ofType(template, 'AWS::Lambda::Function').find(({ id }) => id.startsWith('WatchCode'))?.Properties['Environment'].Variables;

  test('is called once a minute, and when a deployment of its own group begins or ends', () => {
    const group = only(template, 'AWS::CodeDeploy::DeploymentGroup');
    expect(rule.Properties).toMatchObject({
      State: 'ENABLED', ScheduleExpression: 'rate(1 minute)',
      EventPattern: { source: ['aws.codedeploy'], detail: { application: [group.Properties['ApplicationName']], deploymentGroup: [{ Ref: group.id }] } },
    });
  });

  test('writes nothing but the weights of the two frozen rules, and the state of scaling of its service', () => {
    const written = statements.flatMap(({ Action }) => Action).filter((action) => !/:(Describe|List|Get)|^logs:/.test(action));
    expect(written.sort()).toEqual(['application-autoscaling:RegisterScalableTarget', 'ecs:UpdateService', 'elasticloadbalancing:ModifyRule']);
    expect(of('elasticloadbalancing:ModifyRule')[0]?.Resource).toEqual(ofType(template, 'AWS::ElasticLoadBalancingV2::ListenerRule').filter(({ Properties }) => Properties['Priority'] === 1_000).map(({ id }) => ({ Ref: id })));
    expect(of('ecs:UpdateService')[0]?.Resource).toEqual({ Ref: only(template, 'AWS::ECS::Service').id });
    expect(of('application-autoscaling:RegisterScalableTarget')[0]?.Condition).toEqual({ StringEquals: { 'application-autoscaling:service-namespace': 'ecs', 'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount' } });
  });

  test('knows when each alarm of the group fires, as the template has it', () => {
    const alarms = ofType(template, 'AWS::CloudWatch::Alarm').filter(({ id }) => id.startsWith('Alarms'));
    const known = JSON.parse(environment.ALARMS as string) as Record<string, string>;
    expect(Object.keys(known).sort()).toEqual(alarms.map(({ Properties }) => Properties['AlarmName'] as string).sort());
    for (const { Properties: { AlarmName, Threshold, DatapointsToAlarm, EvaluationPeriods } } of alarms) {
      expect(known[AlarmName as string]).toBe(`>= ${Threshold} in ${DatapointsToAlarm} of ${EvaluationPeriods} periods, notBreaching without data`);
    }
  });

  test('finds scaling awake: the template suspends nothing', () => {
    expect(only(template, 'AWS::ApplicationAutoScaling::ScalableTarget').Properties).not.toHaveProperty('SuspendedState');
  });
});
