import { at, listed } from '../../template/template';
import { each, property } from '../each';
import type { SafetyRule } from '../safety-rule';

/** Policies without TLS 1.0 and 1.1: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const modern = /^ELBSecurityPolicy-(TLS13-1-[23]-|TLS-1-2-|FS-1-2-)/;

export const listenerIsEncrypted: SafetyRule = {
  name: 'listener-is-encrypted',
  description: 'customers speak TLS 1.2 or newer: a listener without TLS does nothing but redirect',
  fix: 'use HTTPS with a policy such as ELBSecurityPolicy-TLS13-1-2-2021-06, or redirect to it',
  check: (template) => each(template, 'AWS::ElasticLoadBalancingV2::Listener', (listener) => {
    const [protocol, policy] = [property(listener, 'Protocol'), property(listener, 'SslPolicy')];
    if (protocol === 'HTTPS') return modern.test(String(policy)) ? undefined : ['SslPolicy', String(policy ?? 'no policy')];
    const redirects = listed(property(listener, 'DefaultActions')).every((action) => at(action, 'Type') === 'redirect' && at(action, 'RedirectConfig.Protocol') === 'HTTPS');
    return protocol === 'HTTP' && !redirects ? ['DefaultActions', 'HTTP that is answered'] : undefined;
  }),
};
