import { step } from '../../../lib/core/deployment/machine';
import { observe, observeOpening, weights } from '../../../lib/core/deployment/trace';
import { openDeployment } from '../../../lib/core/deployment/open-deployment';
import { percent } from '../../../lib/core/units';
import { aPolicy, noAlarms, play, red, start, stop } from './play';

test('an opening shows the deployment, what began, what was asked for and the status', () => {
  const policy = aPolicy({ alarms: noAlarms });
  const seen = observeOpening(start, openDeployment(policy, start, 'd-GREEN0001')).map(({ what }) => what);
  expect(seen).toEqual([
    { kind: 'opened', deployment: 'd-GREEN0001', rollbackOf: undefined },
    { kind: 'lifecycle-event', deployment: 'd-GREEN0001', event: 'BeforeInstall', status: 'Succeeded' },
    { kind: 'lifecycle-event', deployment: 'd-GREEN0001', event: 'Install', status: 'InProgress' },
    { kind: 'asked', deployment: 'd-GREEN0001', effect: { kind: 'create-task-set' } },
    { kind: 'status', deployment: 'd-GREEN0001', status: 'InProgress' },
  ]);
});

test('a step shows the event that was taken up first and the status last', () => {
  const { policy, now, state } = play();
  expect(observe(now, state, red, step(policy, now, state, red)).map(({ what }) => what.kind)).toEqual([
    'alarms-raised', ...Array.from({ length: 8 }, () => 'lifecycle-event'), 'status',
  ]);
});

test('a verdict is shown with the event that it is about', () => {
  const { policy, now, state } = play({ alarms: noAlarms, hooks: { AfterInstall: 'a', BeforeAllowTraffic: 'b' } }).reach('hook');
  const report = { kind: 'hook-reported', executionId: 'd-GREEN0001/AfterInstall', verdict: 'Succeeded' } as const;
  expect(observe(now, state, report, step(policy, now, state, report))[0]?.what)
    .toEqual({ kind: 'verdict', deployment: 'd-GREEN0001', event: 'AfterInstall', verdict: 'Succeeded' });
});

test('an event that was ignored or refused is not shown', () => {
  const { policy, now, state } = play().reach('ended');
  for (const event of [red, stop(), { kind: 'hook-reported', executionId: 'd-GREEN0001/AfterInstall', verdict: 'Failed' }] as const) {
    expect(observe(now, state, event, step(policy, now, state, event))).toEqual([]);
  }
});

test('the weights of green\'s share are those of both groups', () => {
  expect(weights(percent(30))).toEqual({ kind: 'production', blue: 70, green: 30 });
});
