import { synthesize } from './support/synthesize';
import { type CfnTemplate, ofType, only } from './support/template';

const api = synthesize()['production-Api'] as CfnTemplate;
const listeners = ofType(api, 'AWS::ElasticLoadBalancingV2::Listener');
const listenerOn = (port: number) => listeners.find(({ Properties }) => Properties['Port'] === port);
const rules = ofType(api, 'AWS::ElasticLoadBalancingV2::ListenerRule');
const rulesOf = (port: number) => rules.filter(({ Properties }) => Properties['ListenerArn'].Ref === listenerOn(port)?.id);

test('plain HTTP is redirected', () => {
  expect(listenerOn(80)?.Properties['DefaultActions']).toMatchObject([
    { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', StatusCode: 'HTTP_301' } },
  ]);
});

test.each([443, 8_443])('port %d does nothing by default but answer 503, for ever', (port) => {
  expect(listenerOn(port)?.Properties['DefaultActions']).toMatchObject([
    { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503' } },
  ]);
  expect(listenerOn(port)?.Properties['SslPolicy']).toBe('ELBSecurityPolicy-TLS13-1-2-2021-06');
});

test.each([443, 8_443])('port %d forwards everything to the pair, all of it to group one', (port) => {
  const [one, two] = ['One', 'Two'].map((name) => only(api, 'AWS::ElasticLoadBalancingV2::TargetGroup', `ServiceTargetGroup${name}`).id);
  const [route] = rulesOf(port).filter(({ Properties }) => Properties['Priority'] === 1_000);
  expect(route?.Properties['Conditions']).toEqual([{ Field: 'path-pattern', PathPatternConfig: { Values: ['/*'] } }]);
  expect(route?.Properties['Actions']).toEqual([{
    Type: 'forward',
    ForwardConfig: { TargetGroups: [{ TargetGroupArn: { Ref: one }, Weight: 100 }, { TargetGroupArn: { Ref: two }, Weight: 0 }] },
  }]);
});

test('customers see neither internal paths nor deep readiness, and hooks see both', () => {
  const hidden = (port: number) => rulesOf(port).filter(({ Properties }) => Properties['Priority'] < 1_000);
  expect(hidden(443)).toMatchObject([{
    Properties: {
      Conditions: [{ PathPatternConfig: { Values: ['/internal/*', '/ready'] } }],
      Actions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
    },
  }]);
  expect(hidden(8_443)).toEqual([]);
});

test('both target groups check shallow health quickly, and let requests finish', () => {
  const groups = ofType(api, 'AWS::ElasticLoadBalancingV2::TargetGroup');
  expect(groups).toHaveLength(2);
  for (const { Properties } of groups) {
    expect(Properties).toMatchObject({
      TargetType: 'ip', Port: 8_080, Protocol: 'HTTP', HealthCheckPath: '/healthz',
      HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 2, HealthyThresholdCount: 2, UnhealthyThresholdCount: 3,
    });
    expect(Properties['TargetGroupAttributes']).toContainEqual({ Key: 'deregistration_delay.timeout_seconds', Value: '30' });
  }
});

test('the load balancer is protected, drops malformed headers and writes an access log', () => {
  const { Properties } = only(api, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
  expect(Properties['LoadBalancerAttributes']).toEqual(expect.arrayContaining([
    { Key: 'deletion_protection.enabled', Value: 'true' },
    { Key: 'routing.http.drop_invalid_header_fields.enabled', Value: 'true' },
    { Key: 'access_logs.s3.enabled', Value: 'true' },
  ]));
});

test('whoever makes the alias is told the name of the load balancer', () => {
  expect(api.Outputs).toMatchObject({ LoadBalancerDnsName: { Description: 'Make api.points.example.com an alias of this' } });
});
