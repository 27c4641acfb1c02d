import { ruleShape, type SeenRule } from '../../../lib/core/watch/rule-shape';
import { one, pair, two } from './cells';

const weights = [{ targetGroup: two, weight: 30 }, { targetGroup: one, weight: 70 }];
const frozen: SeenRule = { priority: '1000', conditions: ['path-pattern /*'], actions: [{ type: 'forward', weights }] };

test('a rule that differs in its weights alone is ours, whatever they are and in whatever order', () => {
  expect(ruleShape(frozen, pair)).toEqual({ kind: 'forwards', weights });
  expect(ruleShape({ ...frozen, actions: [{ type: 'forward', weights: [{ targetGroup: one, weight: 1 }] }] }, pair)).toMatchObject({ kind: 'forwards' });
});

test('one that is not there is gone', () => {
  expect(ruleShape(undefined, pair)).toEqual({ kind: 'gone' });
});

test.each<readonly [Partial<SeenRule>, string]>([
  [{ priority: '1' }, 'its priority is 1'],
  [{ conditions: ['path-pattern /v1/*'] }, 'its conditions are path-pattern /v1/*'],
  [{ conditions: ['path-pattern /*', 'host-header shop'] }, 'its conditions are path-pattern /*, host-header shop'],
  [{ conditions: [] }, 'its conditions are none'],
  [{ actions: [{ type: 'fixed-response', weights: undefined }] }, 'its actions are fixed-response'],
  [{ actions: [{ type: 'authenticate-oidc', weights: undefined }, { type: 'forward', weights }] }, 'its actions are authenticate-oidc, forward'],
  [{ actions: [] }, 'its actions are none'],
  [{ actions: [{ type: 'forward', weights: [...weights, { targetGroup: 'arn:other', weight: 0 }] }] }, 'it forwards to arn:other'],
])('any other difference makes it strange, and is named (%j)', (change, how) => {
  expect(ruleShape({ ...frozen, ...change }, pair)).toEqual({ kind: 'strange', how });
});
