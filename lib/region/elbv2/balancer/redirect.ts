import type { Address } from './address';
import type { Redirect } from './messages';

/** Where a redirect action sends a request: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html#redirect-actions */
export function locationFor(redirect: Redirect, address: Address, protocol: 'http' | 'https', port: number): string {
  const parts: Readonly<Record<string, string>> = {
    protocol, port: String(port), host: address.host, path: address.path.replace(/^\//, ''), query: address.query,
  };
  const filled = (text: string): string => text.replace(/#\{(protocol|host|port|path|query)\}/g, (_, name: string) => parts[name] ?? '');
  const query = filled(redirect.query);
  return `${filled(redirect.protocol).toLowerCase()}://${filled(redirect.host)}:${filled(redirect.port)}${filled(redirect.path)}${query === '' ? '' : `?${query}`}`;
}
