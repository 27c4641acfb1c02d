import type { IncomingMessage } from 'node:http';
import { addressOf } from '../../../lib/region/elbv2/balancer/address';
import { groupFor, routerOf } from '../../../lib/region/elbv2/balancer/choose';
import type { Redirect, RuleConfiguration } from '../../../lib/region/elbv2/balancer/messages';
import { locationFor } from '../../../lib/region/elbv2/balancer/redirect';

const rule = (body: string, paths?: readonly string[], hosts?: readonly string[]): RuleConfiguration =>
  ({ paths, hosts, action: { kind: 'fixed-response', status: 200, contentType: 'text/plain', body } });

const route = routerOf([
  rule('internal', ['/internal/*', '/ready']), rule('image', ['/img/?.png']), rule('shop', ['/v1/*'], ['*.shop.example.com']), rule('dotted', ['/a.b']), rule('everything else'),
]);
const chosen = (host: string, path: string): string => {
  const action = route(host, path);
  return action?.kind === 'fixed-response' ? action.body : 'none';
};

test.each([
  ['any', '/internal/deep/er', 'internal'], ['any', '/ready', 'internal'], ['any', '/readyness', 'everything else'], ['any', '/READY', 'everything else'],
  ['any', '/img/a.png', 'image'], ['any', '/img/ab.png', 'everything else'],
  ['seoul.shop.example.com', '/v1/points', 'shop'], ['SEOUL.Shop.Example.com', '/v1/points', 'shop'], ['shop.example.com', '/v1/points', 'everything else'],
  ['any', '/a.b', 'dotted'], ['any', '/aXb', 'everything else'],
])('a request to %s for %s is for the rule "%s"', (host, path, expected) => {
  expect(chosen(host, path)).toBe(expected);
});

test('the first rule that matches decides', () => {
  const action = routerOf([rule('first', ['/*']), rule('second', ['/*'])])('any', '/');
  expect(action).toMatchObject({ body: 'first' });
});

test.each([[0, 'one'], [0.0999, 'one'], [0.1, 'two'], [0.9999, 'two']])('with weights of 10 and 90 a roll of %d is for %s', (roll, expected) => {
  expect(groupFor([{ arn: 'one', weight: 10 }, { arn: 'none', weight: 0 }, { arn: 'two', weight: 90 }], roll)).toBe(expected);
});

test('without any weight there is no group', () => {
  expect(groupFor([{ arn: 'one', weight: 0 }], 0)).toBeUndefined();
});

test.each([
  ['/a/b?c=d', 'h:8080', { host: 'h', path: '/a/b', query: 'c=d' }],
  ['http://proxied.example.com/x', 'other', { host: 'proxied.example.com', path: '/x', query: '' }],
  ['http://proxied.example.com', 'other', { host: 'proxied.example.com', path: '/', query: '' }],
  ['/', '[::1]:80', { host: '[::1]', path: '/', query: '' }],
  ['/?', undefined, { host: '', path: '/', query: '' }],
])('%s asked of %s is addressed to %j', (url, host, expected) => {
  expect(addressOf({ url, headers: { host } } as unknown as IncomingMessage)).toEqual(expected);
});

const same: Omit<Redirect, 'kind' | 'status'> = { protocol: '#{protocol}', host: '#{host}', port: '#{port}', path: '/#{path}', query: '#{query}' };
test.each([
  [{ protocol: 'HTTPS', port: '443' }, 'https://h.example.com:443/a/b?c=d'],
  [{ host: 'www.#{host}' }, 'http://www.h.example.com:80/a/b?c=d'],
  [{ path: '/new/#{path}', query: '#{query}&old=#{host}' }, 'http://h.example.com:80/new/a/b?c=d&old=h.example.com'],
  [{ path: '/', query: '' }, 'http://h.example.com:80/'],
])('a redirect that changes %j leads to %s', (change, expected) => {
  const redirect: Redirect = { kind: 'redirect', status: 301, ...same, ...change };
  expect(locationFor(redirect, { host: 'h.example.com', path: '/a/b', query: 'c=d' }, 'http', 80)).toBe(expected);
});
