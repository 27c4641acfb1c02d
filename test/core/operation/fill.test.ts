import { fill } from '../../../lib/core/operation/fill';
import type { Exchange, Operation } from '../../../lib/core/operation/operation';

const operation: Operation = {
  id: 'usePoints', method: 'POST', path: '/v1/shops/{shopId}/members/{memberId}/use', effect: 'write', critical: true, share: 10,
  probe: undefined, load: undefined,
};
const exchange: Exchange = {
  parameters: { shopId: 'probe', memberId: 'probe-{lane}' }, body: { points: 1 }, after: undefined, expect: 201,
};

test('parameters go into the path with the sender\'s names in them', () => {
  expect(fill(operation, exchange, { lane: 'l7' }))
    .toEqual({ method: 'POST', target: '/v1/shops/probe/members/probe-l7/use', body: '{"points":1}' });
});

test('parameters that the path does not name go to the query', () => {
  const paged = { ...exchange, parameters: { ...exchange.parameters, limit: '5', before: 'a b' }, body: undefined };
  expect(fill({ ...operation, method: 'GET' }, paged, { lane: '1' })).toEqual({
    method: 'GET', target: '/v1/shops/probe/members/probe-1/use?limit=5&before=a%20b', body: undefined,
  });
});

test('values cannot leave their place in the path', () => {
  expect(fill(operation, exchange, { lane: '../x?y' }).target).toBe('/v1/shops/probe/members/probe-..%2Fx%3Fy/use');
});

test('a name without a value, or a parameter that is not given, is an error that names it', () => {
  expect(() => fill(operation, exchange, { member: 'm' })).toThrow('there is no value for {lane} in "probe-{lane}", got member');
  expect(() => fill(operation, { ...exchange, parameters: { shopId: 'probe' } }, {})).toThrow(
    'POST /v1/shops/{shopId}/members/{memberId}/use needs a value for memberId, got shopId',
  );
});
