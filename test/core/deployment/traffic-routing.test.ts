import { canary, linear, predefinedRoutings } from '../../../lib/core/deployment/traffic-routing';
import { minutes, percent, seconds, type Percent } from '../../../lib/core/units';

test.each([0, 100, 2.5, -5, 150])('a step of %d percent is refused', (share) => {
  expect(() => linear(share as Percent, minutes(1))).toThrow(`a shift moves a whole percentage from 1 to 99, got ${share}`);
});

test.each([seconds(0), seconds(30), seconds(90)])('an interval of %d ms is refused, because the wire has whole minutes', (interval) => {
  expect(() => canary(percent(10), interval)).toThrow(`shifts are whole minutes apart, at least one, got ${interval} ms`);
});

test('the predefined configurations carry the names that CodeDeploy gives them for ECS', () => {
  expect([...predefinedRoutings.keys()]).toEqual([
    'CodeDeployDefault.ECSAllAtOnce',
    'CodeDeployDefault.ECSLinear10PercentEvery1Minutes',
    'CodeDeployDefault.ECSLinear10PercentEvery3Minutes',
    'CodeDeployDefault.ECSCanary10Percent5Minutes',
    'CodeDeployDefault.ECSCanary10Percent15Minutes',
  ]);
  expect(predefinedRoutings.get('CodeDeployDefault.ECSCanary10Percent15Minutes'))
    .toEqual({ kind: 'TimeBasedCanary', percentage: 10, interval: minutes(15) });
});
