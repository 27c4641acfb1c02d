import type { RoutingAction } from './live';
import { ServiceError } from '../service-error';

type Fields = Readonly<Record<string, unknown>>;

/** Reads the one action of a listener or rule from its template properties. */
export function readAction(actions: unknown): RoutingAction {
  const list = Array.isArray(actions) ? (actions as readonly Fields[]) : [];
  const action = list[0];
  if (action === undefined || list.length > 1) throw new ServiceError('ValidationError', `the region serves exactly one action of a listener or rule, got ${list.length}`);
  switch (action['Type']) {
    case 'forward': return { kind: 'forward', groups: forwarded(action) };
    case 'fixed-response': {
      const { StatusCode, ContentType, MessageBody } = action['FixedResponseConfig'] as Fields;
      return { kind: 'fixed-response', status: Number(StatusCode), contentType: String(ContentType ?? 'text/plain'), body: String(MessageBody ?? '') };
    }
    case 'redirect': {
      const { StatusCode, Protocol, Port } = action['RedirectConfig'] as Fields;
      return { kind: 'redirect', status: StatusCode === 'HTTP_302' ? 302 : 301, protocol: String(Protocol ?? 'HTTPS'), port: String(Port ?? '443') };
    }
    default: throw new ServiceError('ValidationError', `the region does not know the action type ${JSON.stringify(action['Type'])}`);
  }
}

function forwarded(action: Fields): readonly { arn: string; weight: number }[] {
  const config = action['ForwardConfig'] as { TargetGroups?: readonly { TargetGroupArn: string; Weight?: number }[] } | undefined;
  const groups = config?.TargetGroups ?? [{ TargetGroupArn: String(action['TargetGroupArn']), Weight: 1 }];
  return groups.map(({ TargetGroupArn, Weight }) => {
    const weight = Number(Weight ?? 1);
    if (!(Number.isInteger(weight) && weight >= 0 && weight <= 999)) throw new ServiceError('InvalidTargetGroup', `a weight lies from 0 to 999, got ${weight}`);
    return { arn: TargetGroupArn, weight };
  });
}
