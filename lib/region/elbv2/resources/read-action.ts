import { fieldsOf, isTrue, listOf, refuseOthers, wholeNumber, type Fields } from '../../fields';
import { ServiceError } from '../../service-error';
import type { Redirect } from '../balancer/messages';
import type { RoutingAction } from '../live';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_FixedResponseActionConfig.html */
const LONGEST_BODY = 1_024;
const CONTENT_TYPES = ['text/plain', 'text/css', 'text/html', 'application/javascript', 'application/json'];
const MOST_GROUPS = 5;

/** Reads the one action of a listener or rule from its template properties. */
export function readAction(actions: unknown): RoutingAction {
  const list = listOf(actions);
  const [action] = list;
  if (action === undefined || list.length > 1) throw new ServiceError('ValidationError', `the region serves exactly one action of a listener or rule, got ${list.length}`);
  const shared = ['Type', 'Order'];
  switch (action['Type']) {
    case 'forward':
      refuseOthers('Action', action, { served: [...shared, 'TargetGroupArn', 'ForwardConfig'] });
      return { kind: 'forward', groups: forwarded(action) };
    case 'fixed-response':
      refuseOthers('Action', action, { served: [...shared, 'FixedResponseConfig'] });
      return fixedResponse(fieldsOf(action['FixedResponseConfig']));
    case 'redirect':
      refuseOthers('Action', action, { served: [...shared, 'RedirectConfig'] });
      return redirect(fieldsOf(action['RedirectConfig']));
    default: throw new ServiceError('ValidationError', `the region does not know the action type ${JSON.stringify(action['Type'])}`);
  }
}

function fixedResponse(config: Fields): RoutingAction {
  refuseOthers('FixedResponseConfig', config, { served: ['StatusCode', 'ContentType', 'MessageBody'] });
  const { StatusCode, ContentType = 'text/plain', MessageBody = '' } = config;
  if (!/^(2|4|5)\d\d$/.test(String(StatusCode))) throw new ServiceError('InvalidLoadBalancerAction', `The status code of a fixed response must be 2XX, 4XX or 5XX, got ${JSON.stringify(StatusCode)}`);
  if (!CONTENT_TYPES.includes(String(ContentType))) throw new ServiceError('InvalidLoadBalancerAction', `The content type of a fixed response must be one of ${CONTENT_TYPES.join(', ')}, got ${JSON.stringify(ContentType)}`);
  const body = String(MessageBody);
  if (body.length > LONGEST_BODY) throw new ServiceError('InvalidLoadBalancerAction', `The message of a fixed response has at most ${LONGEST_BODY} characters, got ${body.length}`);
  return { kind: 'fixed-response', status: Number(StatusCode), contentType: String(ContentType), body };
}

function redirect(config: Fields): RoutingAction {
  refuseOthers('RedirectConfig', config, { served: ['StatusCode', 'Protocol', 'Host', 'Port', 'Path', 'Query'] });
  const { StatusCode, Protocol = '#{protocol}', Host = '#{host}', Port = '#{port}', Path = '/#{path}', Query = '#{query}' } = config;
  if (StatusCode !== 'HTTP_301' && StatusCode !== 'HTTP_302') throw new ServiceError('InvalidLoadBalancerAction', `The status code of a redirect must be HTTP_301 or HTTP_302, got ${JSON.stringify(StatusCode)}`);
  const parts = { protocol: String(Protocol), host: String(Host), port: String(Port), path: String(Path), query: String(Query) };
  if (parts.protocol === '#{protocol}' && parts.host === '#{host}' && parts.port === '#{port}' && parts.path === '/#{path}') {
    throw new ServiceError('InvalidLoadBalancerAction', 'A redirect must change the protocol, the host, the port or the path, or it would never end');
  }
  return { kind: 'redirect', status: StatusCode === 'HTTP_301' ? 301 : 302, ...parts } satisfies Redirect;
}

function forwarded(action: Fields): readonly { arn: string; weight: number }[] {
  const config = fieldsOf(action['ForwardConfig']);
  refuseOthers('ForwardConfig', config, { served: ['TargetGroups', 'TargetGroupStickinessConfig'] });
  if (isTrue(fieldsOf(config['TargetGroupStickinessConfig'])['Enabled'])) throw new ServiceError('ValidationError', 'the region does not serve ForwardConfig.TargetGroupStickinessConfig.Enabled');
  const groups = config['TargetGroups'] === undefined ? [{ TargetGroupArn: action['TargetGroupArn'] }] : listOf(config['TargetGroups']);
  if (groups.length < 1 || groups.length > MOST_GROUPS) throw new ServiceError('InvalidLoadBalancerAction', `A forward action has 1 to ${MOST_GROUPS} target groups, got ${groups.length}`);
  return groups.map((group: Fields) => ({ arn: String(group['TargetGroupArn']), weight: wholeNumber('the weight of a target group', group['Weight'], [0, 999], 1) }));
}
