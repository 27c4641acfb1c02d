import { loadBalancingResources } from '../../../lib/region/elbv2/resources';
import { making } from '../support/made';
import { stillBalancing } from '../support/still-plane';

const GROUP = { Port: 8080, Protocol: 'HTTP', TargetType: 'ip', VpcId: 'vpc-1' };
const fixed = (status: string): object => ({ Type: 'fixed-response', FixedResponseConfig: { StatusCode: status } });
const forward = (...groups: readonly (readonly [string, number])[]): object =>
  ({ Type: 'forward', ForwardConfig: { TargetGroups: groups.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })) } });

function stage() {
  const still = stillBalancing();
  return { ...still, ...making(loadBalancingResources(still.balancing, still.ids)) };
}

async function withListener() {
  const made = stage();
  const balancer = await made.create('LoadBalancer', {});
  const group = await made.create('TargetGroup', GROUP);
  const listener = await made.create('Listener', { LoadBalancerArn: balancer.physicalId, Port: 80, Protocol: 'HTTP', DefaultActions: [fixed('503')] });
  return { ...made, balancer, group, listener };
}

test('a listener is served under the name of its load balancer, and no longer when it is gone', async () => {
  const { names, remove, listener, balancer } = await withListener();
  expect([...names]).toEqual([[`${String(balancer.attributes['DNSName'])}:80`, 40_080]]);
  await remove('Listener', listener);
  expect([...names]).toEqual([]);
});

test('rules are tried by their priority, and the default action comes last', async () => {
  const { create, listener, group, last } = await withListener();
  const rule = (priority: number, path: string, action: object): Promise<unknown> =>
    create('ListenerRule', { ListenerArn: listener.physicalId, Priority: priority, Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: [path] } }], Actions: [action] });
  await rule(1_000, '/*', forward([group.physicalId, 100]));
  await rule(1, '/ready', fixed('404'));
  expect(last().listeners[0]?.rules.map(({ paths, action }) => [paths, action.kind === 'fixed-response' ? action.status : action.kind]))
    .toEqual([[['/ready'], 404], [['/*'], 'forward'], [undefined, 503]]);
});

test('an update of a listener puts the template\'s action in force, whatever was made of it meanwhile', async () => {
  const { balancing, update, listener, group, balancer, last } = await withListener();
  await balancing.route(balancing.listeners.get(listener.physicalId)!, [{ arn: group.physicalId, weight: 7 }]);
  expect(last().listeners[0]?.rules.at(-1)?.action).toMatchObject({ groups: [{ weight: 7 }] });
  await update('Listener', listener, { LoadBalancerArn: balancer.physicalId, Port: 80, Protocol: 'HTTP', DefaultActions: [fixed('404')] });
  expect(last().listeners[0]?.rules.at(-1)?.action).toMatchObject({ status: 404 });
});

test('what the template leaves out is what AWS takes for it', async () => {
  const { group, balancing } = await withListener();
  expect(balancing.group(group.physicalId)).toMatchObject({
    deregistrationDelayMs: 300_000, health: { path: '/', intervalMs: 30_000, timeoutMs: 5_000, healthyThreshold: 5, unhealthyThreshold: 2, matcher: '200' },
  });
});

test('a group that a rule forwards to stays', async () => {
  const { create, remove, listener, group } = await withListener();
  await create('ListenerRule', { ListenerArn: listener.physicalId, Priority: 1, Conditions: [{ Field: 'path-pattern', Values: ['/*'] }], Actions: [forward([group.physicalId, 0])] });
  await expect(remove('TargetGroup', group)).rejects.toMatchObject({ code: 'ResourceInUse' });
  await remove('Listener', listener);
  await remove('TargetGroup', group);
});

test('a load balancer under deletion protection stays, and without it its listeners go with it', async () => {
  const { update, remove, balancer, last } = await withListener();
  await update('LoadBalancer', balancer, { LoadBalancerAttributes: [{ Key: 'deletion_protection.enabled', Value: 'true' }] });
  await expect(remove('LoadBalancer', balancer)).rejects.toMatchObject({ code: 'OperationNotPermitted' });
  await update('LoadBalancer', balancer, {});
  await remove('LoadBalancer', balancer);
  expect(last().listeners).toEqual([]);
});

test('a target group serves one load balancer', async () => {
  const { create, listener, group } = await withListener();
  await create('ListenerRule', { ListenerArn: listener.physicalId, Priority: 1, Conditions: [{ Field: 'path-pattern', Values: ['/*'] }], Actions: [forward([group.physicalId, 1])] });
  const other = await create('LoadBalancer', {}, 'Other');
  await expect(create('Listener', { LoadBalancerArn: other.physicalId, Port: 80, Protocol: 'HTTP', DefaultActions: [forward([group.physicalId, 1])] }))
    .rejects.toMatchObject({ code: 'TargetGroupAssociationLimit' });
});

describe('refused by name', () => {
  const attribute = (Key: string, Value: string): Readonly<Record<string, unknown>> => ({ [Key.startsWith('routing') || Key.startsWith('idle') ? 'LoadBalancerAttributes' : 'TargetGroupAttributes']: [{ Key, Value }] });
  test.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ['LoadBalancer', { Type: 'network' }, /LoadBalancer\.Type only as application, got "network"/],
    ['LoadBalancer', { MinimumLoadBalancerCapacity: { CapacityUnits: 1 } }, /LoadBalancer\.MinimumLoadBalancerCapacity/],
    ['LoadBalancer', attribute('routing.http.xff_client_port.enabled', 'true'), /routing\.http\.xff_client_port\.enabled .* only as false, got "true"/],
    ['LoadBalancer', attribute('routing.http.unheard_of', 'true'), /the attribute routing\.http\.unheard_of/],
    ['LoadBalancer', attribute('idle_timeout.timeout_seconds', '0'), /idle_timeout\.timeout_seconds must be a whole number from 1 to 4000, got "0"/],
    ['LoadBalancer', { Name: 'has_underscore' }, /at most 32 letters/],
    ['TargetGroup', { ...GROUP, TargetType: 'lambda' }, /TargetType only as ip, got "lambda"/],
    ['TargetGroup', { ...GROUP, TargetType: undefined }, /TargetType only as ip, got "instance"/],
    ['TargetGroup', { ...GROUP, Protocol: 'HTTPS' }, /Protocol only as HTTP, got "HTTPS"/],
    ['TargetGroup', { ...GROUP, ProtocolVersion: 'GRPC' }, /ProtocolVersion only as HTTP1/],
    ['TargetGroup', { ...GROUP, HealthCheckPort: '9000' }, /HealthCheckPort only as traffic-port, got "9000"/],
    ['TargetGroup', { ...GROUP, HealthCheckEnabled: 'false' }, /HealthCheckEnabled only as true/],
    ['TargetGroup', { ...GROUP, HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 5 }, /timeout '5' must be smaller/],
    ['TargetGroup', { ...GROUP, UnhealthyThresholdCount: 1 }, /UnhealthyThresholdCount must be a whole number from 2 to 10, got 1/],
    ['TargetGroup', { ...GROUP, Matcher: { HttpCode: 'all' } }, /within 200-499, got 'all'/],
    ['TargetGroup', { ...GROUP, Matcher: { GrpcCode: '0' } }, /Matcher\.GrpcCode/],
    ['TargetGroup', { ...GROUP, ...attribute('stickiness.enabled', 'true') }, /stickiness\.enabled .* only as false/],
    ['TargetGroup', { ...GROUP, ...attribute('slow_start.duration_seconds', '30') }, /slow_start/],
    ['TargetGroup', { ...GROUP, ...attribute('load_balancing.algorithm.type', 'least_outstanding_requests') }, /round_robin, got "least_outstanding_requests"/],
    ['TargetGroup', { ...GROUP, Targets: [{ Id: '10.0.0.1' }] }, /Targets/],
  ])('%s %j', async (type, properties, message) => {
    await expect(stage().create(type, properties)).rejects.toThrow(message);
  });

  test.each([
    [{ Protocol: 'TCP' }, /HTTP and HTTPS listeners, got "TCP"/],
    [{ Protocol: 'HTTPS' }, /certificate/],
    [{ Protocol: 'HTTP', AlpnPolicy: ['HTTP2Only'] }, /Listener\.AlpnPolicy/],
    [{ Protocol: 'HTTP', MutualAuthentication: { Mode: 'verify' } }, /MutualAuthentication\.Mode only as off, got "verify"/],
    [{ Protocol: 'HTTP', ListenerAttributes: [{ Key: 'routing.http.response.strict_transport_security.header_value', Value: 'x' }] }, /strict_transport_security/],
    [{ Protocol: 'HTTP', DefaultActions: [{ Type: 'authenticate-oidc' }, fixed('200')] }, /exactly one action/],
    [{ Protocol: 'HTTP', DefaultActions: [{ Type: 'jwt-validation' }] }, /action type "jwt-validation"/],
    [{ Protocol: 'HTTP', DefaultActions: [fixed('301')] }, /must be 2XX, 4XX or 5XX, got "301"/],
    [{ Protocol: 'HTTP', DefaultActions: [{ Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_301' } }] }, /must change the protocol/],
    [{ Protocol: 'HTTP', DefaultActions: [forward(['no-such-group', 1])] }, /'no-such-group' not found/],
    [{ Protocol: 'HTTP', DefaultActions: [{ ...forward(['g', 1]), TargetGroupStickinessConfig: {} }] }, /Action\.TargetGroupStickinessConfig/],
  ])('a listener with %j', async (properties, message) => {
    const { create } = stage();
    const balancer = await create('LoadBalancer', {});
    await expect(create('Listener', { LoadBalancerArn: balancer.physicalId, Port: 443, DefaultActions: [fixed('503')], ...properties })).rejects.toThrow(message);
  });

  test.each([
    [{ Conditions: [{ Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.0/8'] } }] }, /the condition source-ip/],
    [{ Conditions: [{ Field: 'path-pattern', PathPatternConfig: { RegexValues: ['.*'] } }] }, /PathPatternConfig\.RegexValues/],
    [{ Conditions: [{ Field: 'path-pattern', Values: ['/a'] }, { Field: 'path-pattern', Values: ['/b'] }] }, /only have one 'path-pattern'/],
    [{ Conditions: [] }, /A condition must be specified/],
    [{ Priority: 0 }, /Priority must be a whole number from 1 to 50000, got 0/],
    [{ Transforms: [{ Type: 'url-rewrite' }] }, /ListenerRule\.Transforms/],
  ])('a rule with %j', async (properties, message) => {
    const { create, listener } = await withListener();
    const good = { ListenerArn: listener.physicalId, Priority: 1, Conditions: [{ Field: 'path-pattern', Values: ['/*'] }], Actions: [fixed('200')] };
    await expect(create('ListenerRule', { ...good, ...properties })).rejects.toThrow(message);
  });

  test('a second listener on a port and a second rule of a priority', async () => {
    const { create, listener, balancer } = await withListener();
    await expect(create('Listener', { LoadBalancerArn: balancer.physicalId, Port: '80', Protocol: 'HTTP', DefaultActions: [fixed('503')] })).rejects.toMatchObject({ code: 'DuplicateListener' });
    const rule = { ListenerArn: listener.physicalId, Priority: 1, Conditions: [{ Field: 'path-pattern', Values: ['/*'] }], Actions: [fixed('200')] };
    await create('ListenerRule', rule);
    await expect(create('ListenerRule', { ...rule, Priority: '1' })).rejects.toMatchObject({ code: 'PriorityInUse' });
  });
});
