import { dice } from '../../../lib/core/chance';
import { minutes } from '../../../lib/core/units';
import { MetricStore } from '../../../lib/region/cloudwatch/metric-store';
import { eventResources } from '../../../lib/region/events/resources';
import { EventRules, type EventRulePorts } from '../../../lib/region/events/rules';
import { identifiers } from '../../../lib/region/identifiers';
import { ServiceError } from '../../../lib/region/service-error';
import { VirtualClock } from '../../support/virtual-clock';
import { making } from '../support/made';
import { PLACE } from '../support/resource-request';

const FUNCTION = 'arn:aws:lambda:ap-northeast-2:111122223333:function:watch';
const everyMinute = { Name: 'watch', ScheduleExpression: 'rate(1 minute)', Targets: [{ Id: 'watch', Arn: FUNCTION }] };
const onDeployments = {
  Name: 'deployments', Targets: everyMinute.Targets,
  EventPattern: { source: ['aws.codedeploy'], detail: { deploymentGroup: ['api', 'web'], state: ['START', 'STOP'] } },
};
const start = (deploymentGroup: string, state: string) => ({ source: 'aws.codedeploy', 'detail-type': 'CodeDeploy Deployment State-change Notification', resources: [], detail: { deploymentGroup, state } });

function open(permitted = true) {
  const clock = new VirtualClock();
  const [calls, asked]: [{ to: string; event: unknown; minute: number }[], string[]] = [[], []];
  const metrics = new MetricStore(dice(1));
  const began = clock.now();
  let busy = false;
  const ports: EventRulePorts = {
    clock, metrics, ids: identifiers(dice(1)),
    functions: { isBusy: () => busy, start: (to, event) => void calls.push({ to, event, minute: (clock.now() - began) / minutes(1) }) },
    permissions: { demandOfService: (service, source, _, [need]) => {
      asked.push(`${service} for ${source.arn}: ${need?.action} on ${need?.resource}`);
      if (!permitted) throw new ServiceError('AccessDeniedException', 'no');
    } },
  };
  const rules = new EventRules(ports);
  const counted = (name: string): number => metrics.read({ namespace: 'AWS/Events', name, dimensions: { RuleName: 'watch' } }, began, clock.now(), clock.now()).length;
  return { clock, calls, asked, rules, counted, resources: making(eventResources(rules, ports.ids)), setBusy: (is: boolean) => { busy = is; } };
}

test('a function is called once a period, from the moment on at which the rule is made, and told AWS\'s time', async () => {
  const { clock, calls, resources, asked } = open();
  const made = await resources.create('Rule', everyMinute);
  await clock.pass(minutes(3));
  expect(calls.map(({ minute }) => minute)).toEqual([1, 2, 3]);
  expect(calls[0]).toMatchObject({ to: FUNCTION, event: { version: '0', source: 'aws.events', 'detail-type': 'Scheduled Event', account: PLACE.account, region: PLACE.region, time: '2026-01-05T09:01:00Z', resources: [made.attributes['Arn']], detail: {} } });
  expect(asked[0]).toBe(`events.amazonaws.com for arn:aws:events:ap-northeast-2:111122223333:rule/watch: lambda:InvokeFunction on ${FUNCTION}`);
});

test('a rule that is switched off, or removed, calls nobody any more', async () => {
  const { clock, calls, resources } = open();
  const made = await resources.create('Rule', { ...everyMinute, State: 'DISABLED' });
  await clock.pass(minutes(3));
  expect(calls).toEqual([]);
  await resources.update('Rule', made, everyMinute);
  await clock.pass(minutes(1));
  await resources.remove('Rule', made);
  await clock.pass(minutes(3));
  expect(calls).toHaveLength(1);
});

test('while the function still works its schedule waits for the next moment that is due', async () => {
  const { clock, calls, resources, setBusy } = open();
  await resources.create('Rule', everyMinute);
  setBusy(true);
  await clock.pass(minutes(2));
  setBusy(false);
  await clock.pass(minutes(2));
  expect(calls.map(({ minute }) => minute)).toEqual([3, 4]);
});

test('a function whose policy does not let EventBridge in is not called, and only a metric says so', async () => {
  const { clock, calls, resources, counted } = open(false);
  await resources.create('Rule', everyMinute);
  await clock.pass(minutes(2));
  await clock.pass(minutes(1));
  expect([calls.length, counted('FailedInvocations') > 0, counted('Invocations')]).toEqual([0, true, 0]);
});

test('a pattern lets through what has one of its values in every place, for its own account and region', async () => {
  const { calls, rules, resources } = open();
  await resources.create('Rule', onDeployments);
  rules.happened(PLACE, start('api', 'START'));
  rules.happened(PLACE, start('web', 'STOP'));
  for (const other of [start('other', 'START'), start('api', 'SUCCESS'), { ...start('api', 'START'), source: 'aws.ecs' }]) rules.happened(PLACE, other);
  rules.happened({ ...PLACE, account: '999988887777' }, start('api', 'START'));
  expect(calls.map(({ event }) => (event as { detail: object }).detail)).toEqual([{ deploymentGroup: 'api', state: 'START' }, { deploymentGroup: 'web', state: 'STOP' }]);
});

test('one rule may have both, and a target its own input', async () => {
  const { clock, calls, rules, resources } = open();
  await resources.create('Rule', { ...everyMinute, EventPattern: onDeployments.EventPattern, Targets: [{ Id: 'watch', Arn: FUNCTION, Input: '{"look":true}' }] });
  rules.happened(PLACE, start('api', 'START'));
  await clock.pass(minutes(1));
  expect(calls.map(({ event }) => event)).toEqual([{ look: true }, { look: true }]);
});

test.each([
  [{ ScheduleExpression: 'rate(1 minutes)' }, /rate\(1 minute\)/], [{ ScheduleExpression: 'rate(5 minute)' }, /got "rate\(5 minute\)"/], [{ ScheduleExpression: 'cron(0 * * * ? *)' }, /got "cron/],
  [{ ScheduleExpression: 'rate(0 minutes)' }, /not valid/], [{ ScheduleExpression: undefined }, /EventPattern or ScheduleExpression must be specified/],
  [{ EventPattern: { source: [{ prefix: 'aws.' }] } }, /exact values, at least one, got EventPattern.source/], [{ EventPattern: {} }, /at least one name/], [{ EventPattern: { source: 'aws.ecs' } }, /EventPattern.source must be an object/],
  [{ State: 'OFF' }, /State only as ENABLED or DISABLED/], [{ EventBusName: 'mine' }, /EventBusName only as default/], [{ RoleArn: 'r' }, /does not serve AWS::Events::Rule.RoleArn/],
  [{ Targets: [{ Id: 'q', Arn: 'arn:aws:sqs:ap-northeast-2:111122223333:queue' }] }, /rules call functions, got the target "arn:aws:sqs/],
  [{ Targets: [{ ...everyMinute.Targets[0], InputPath: '$' }] }, /does not serve AWS::Events::Rule.Targets.InputPath/],
  [{ Targets: Array.from({ length: 6 }, () => everyMinute.Targets[0]) }, /at most 5 targets, got 6/],
])('what AWS or the region does not take is refused, and named (%j)', async (change, said) => {
  await expect(open().resources.create('Rule', { ...everyMinute, ...change })).rejects.toMatchObject({ message: expect.stringMatching(said) });
});
