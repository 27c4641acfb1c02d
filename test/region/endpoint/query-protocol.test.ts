import { startEndpoint, type Endpoint } from '../../../lib/region/endpoint/server';
import { balancingOperations } from '../../../lib/region/elbv2/operations';
import { loadBalancingResources } from '../../../lib/region/elbv2/resources';
import { queryServicesOf } from '../../../lib/region/services';
import { tokenOperations, type TokenPorts } from '../../../lib/region/sts/operations';
import { making } from '../support/made';
import { stillBalancing } from '../support/still-plane';

let endpoint: Endpoint;
let made: Readonly<Record<'balancer' | 'group' | 'listener', string>>;
const { balancing, ids } = stillBalancing();

beforeAll(async () => {
  const { create } = making(loadBalancingResources(balancing, ids));
  const balancer = await create('LoadBalancer', { Name: 'shop' });
  const group = await create('TargetGroup', { Name: 'blue', Port: 8080, Protocol: 'HTTP', TargetType: 'ip', VpcId: 'vpc-1' });
  const listener = await create('Listener', { LoadBalancerArn: balancer.physicalId, Port: 80, Protocol: 'HTTP', DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503', MessageBody: 'a < b & c' } }] });
  await create('ListenerRule', { ListenerArn: listener.physicalId, Priority: 7, Conditions: [{ Field: 'path-pattern', Values: ['/*'] }], Actions: [{ Type: 'forward', TargetGroupArn: group.physicalId }] });
  await balancing.register(group.physicalId, 'task:8080', 40_001);
  made = { balancer: balancer.physicalId, group: group.physicalId, listener: listener.physicalId };
  endpoint = await startEndpoint({}, [], { queries: queryServicesOf({ balancing, stacks: {} as never, tokens: {} as never }), requestId: () => 'id-1' });
});
afterAll(() => endpoint[Symbol.asyncDispose]());

const ask = async (fields: Readonly<Record<string, string>>, version = '2015-12-01', headers: Readonly<Record<string, string>> = {}) => {
  const answer = await fetch(endpoint.url, {
    method: 'POST', body: new URLSearchParams({ Version: version, ...fields }),
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=KEY/20260105/ap-northeast-2/elasticloadbalancing/aws4_request, SignedHeaders=host, Signature=0', ...headers },
  });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
};

test('an answer is XML in the namespace of its service, with a member for each item', async () => {
  const { status, type, text } = await ask({ Action: 'DescribeLoadBalancers' });
  expect([status, type]).toEqual([200, 'text/xml']);
  expect(text).toMatch(/^<DescribeLoadBalancersResponse xmlns="http:\/\/elasticloadbalancing\.amazonaws\.com\/doc\/2015-12-01\/"><DescribeLoadBalancersResult><LoadBalancers><member><LoadBalancerArn>/);
  expect(text).toContain(`<LoadBalancerArn>${made.balancer}</LoadBalancerArn><LoadBalancerName>shop</LoadBalancerName>`);
  expect(text).toMatch(/<ResponseMetadata><RequestId>id-1<\/RequestId><\/ResponseMetadata><\/DescribeLoadBalancersResponse>$/);
});

test('rules are told by their priority, the default one last, and texts are escaped', async () => {
  const { text } = await ask({ Action: 'DescribeRules', ListenerArn: made.listener });
  expect([...text.matchAll(/<Priority>(\w+)</g)].map(([, priority]) => priority)).toEqual(['7', 'default']);
  expect(text).toContain('<Values><member>/*</member></Values>');
  expect(text).toContain(`<TargetGroups><member><TargetGroupArn>${made.group}</TargetGroupArn>`);
  expect(text).toContain('<MessageBody>a &#60; b &#38; c</MessageBody>');
});

test('groups know their load balancers, and targets their health', async () => {
  const { text } = await ask({ Action: 'DescribeTargetGroups', 'Names.member.1': 'blue' });
  expect(text).toContain(`<LoadBalancerArns><member>${made.balancer}</member></LoadBalancerArns>`);
  expect((await ask({ Action: 'DescribeTargetGroups', LoadBalancerArn: 'arn:other' })).text).toContain('<TargetGroups></TargetGroups>');
  expect((await ask({ Action: 'DescribeTargetHealth', TargetGroupArn: made.group })).text).toContain('<TargetHealth><State>initial</State><Description>Target registration is in progress</Description></TargetHealth>');
  expect((await ask({ Action: 'DescribeListeners', LoadBalancerArn: made.balancer })).text).toContain(`<ListenerArn>${made.listener}</ListenerArn>`);
});

test.each<[Readonly<Record<string, string>>, string, string]>([
  [{ Action: 'DescribeTargetGroups', 'Names.member.1': 'gone' }, 'TargetGroupNotFound', 'One or more target groups not found: gone'],
  [{ Action: 'DescribeTargetHealth', TargetGroupArn: 'arn:gone' }, 'TargetGroupNotFound', 'Target groups &#39;arn:gone&#39; not found'],
  [{ Action: 'DescribeRules' }, 'ValidationError', 'You must specify either listener ARN or rule ARNs'],
  [{ Action: 'DescribeListeners', Colour: 'green' }, 'ValidationError', 'the region does not serve Colour'],
  [{ Action: 'CreateRule' }, 'InvalidAction', 'the region does not know the operation CreateRule of ElasticLoadBalancingV2'],
  [{ Action: 'constructor' }, 'InvalidAction', 'the region does not know the operation constructor of ElasticLoadBalancingV2'],
])('%j is refused in the shape of the protocol', async (fields, code, message) => {
  expect(await ask(fields)).toEqual({ status: 400, type: 'text/xml', text: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>id-1</RequestId></ErrorResponse>` });
});

test('a version that no service has is named, and nobody is answered without a signature', async () => {
  expect((await ask({ Action: 'DescribeAlarms' }, '2010-08-01')).text).toContain('the region has no service of the version &#39;2010-08-01&#39; for AWS Query');
  expect(await ask({ Action: 'DescribeListeners' }, undefined, { authorization: '' })).toMatchObject({ status: 403, text: expect.stringContaining('<Code>MissingAuthenticationTokenException</Code>') });
});

test('who calls is told by their key', async () => {
  expect(await tokenOperations({} as unknown as TokenPorts)['GetCallerIdentity']!({ text: () => undefined, list: () => [], fields: [], tree: {} }, { accessKeyId: 'KEY', region: 'r', principal: 'arn:aws:iam::111111111111:user/developer' }))
    .toEqual({ Arn: 'arn:aws:iam::111111111111:user/developer', UserId: 'KEY', Account: '111111111111' });
  expect(Object.keys(balancingOperations(balancing))).toHaveLength(7);
});
