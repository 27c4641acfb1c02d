import { dice } from '../../../lib/core/chance';
import { scalingOperations } from '../../../lib/region/autoscaling/operations';
import { ScalableTargets } from '../../../lib/region/autoscaling/scalable-targets';
import { scalingResources } from '../../../lib/region/autoscaling/resources';
import type { ContainerService } from '../../../lib/region/ecs/container-service';
import { identifiers } from '../../../lib/region/identifiers';
import { making } from '../support/made';
import { PLACE } from '../support/resource-request';

const target = { RoleARN: 'arn:role', Tags: [{ Key: 'changeover:stage', Value: 'production' }], ResourceId: 'service/shop/api', ScalableDimension: 'ecs:service:DesiredCount', ServiceNamespace: 'ecs', MinCapacity: 2, MaxCapacity: 4 };

function open(desiredCount: number) {
  const service = { name: 'api', desiredCount };
  const ecs = { service: (_: string, name: string) => (name === 'api' ? service : undefined), scale: (_: unknown, count: number) => { service.desiredCount = count; } };
  const targets = new ScalableTargets(ecs as unknown as ContainerService, identifiers(dice(1)));
  const caller = { accessKeyId: 'k', region: PLACE.region, principal: `arn:aws:iam::${PLACE.account}:user/test` };
  const operations = scalingOperations(targets);
  const ask = (operation: string, input: object) => operations[operation]!(input as Readonly<Record<string, unknown>>, caller);
  return { service, resources: making(scalingResources(targets)), ask };
}

test.each([[1, 2], [3, 3], [9, 4]])('a target brings the service from %d tasks to %d at once', async (before, after) => {
  const { service, resources } = open(before);
  const made = await resources.create('ScalableTarget', target);
  expect([service.desiredCount, made.physicalId]).toEqual([after, 'service/shop/api|ecs:service:DesiredCount|ecs']);
});

test('a new range moves it again, and the end leaves it', async () => {
  const { service, resources } = open(2);
  const made = await resources.create('ScalableTarget', target);
  await resources.update('ScalableTarget', made, { ...target, MinCapacity: 3 });
  await resources.remove('ScalableTarget', made, target);
  expect(service.desiredCount).toBe(3);
});

test('a service that is not there is refused', async () => {
  const { resources } = open(2);
  await expect(resources.create('ScalableTarget', { ...target, ResourceId: 'service/shop/other' })).rejects.toMatchObject({ code: 'ValidationException', message: "ECS service doesn't exist: service/shop/other" });
});

const register = { ServiceNamespace: 'ecs', ResourceId: 'service/shop/api', ScalableDimension: 'ecs:service:DesiredCount' };
const asleep = { DynamicScalingInSuspended: true, DynamicScalingOutSuspended: false, ScheduledScalingSuspended: false };

test('a client suspends scale-in, and neither the range nor a template that says nothing about it change that', async () => {
  const { resources, ask, service } = open(2);
  const made = await resources.create('ScalableTarget', target);
  await ask('RegisterScalableTarget', { ...register, SuspendedState: { DynamicScalingInSuspended: true } });
  await resources.update('ScalableTarget', made, { ...target, MinCapacity: 3 });
  expect(await ask('DescribeScalableTargets', { ServiceNamespace: 'ecs', ResourceIds: ['service/shop/api'] })).toEqual({ ScalableTargets: [{
    ...register, MinCapacity: 3, MaxCapacity: 4, SuspendedState: asleep, ScalableTargetARN: expect.stringMatching(/^arn:aws:application-autoscaling:ap-northeast-2:111122223333:scalable-target\/[0-9a-f]{36}$/),
  }] });
  expect(service.desiredCount).toBe(3);
});

test('nobody is told of a target that is not there, or of those of another account', async () => {
  const { resources, ask } = open(2);
  await resources.create('ScalableTarget', target);
  expect(await ask('DescribeScalableTargets', { ServiceNamespace: 'ecs', ResourceIds: ['service/shop/other'] })).toEqual({ ScalableTargets: [] });
  await expect(ask('RegisterScalableTarget', { ...register, ResourceId: 'service/shop/other' })).rejects.toMatchObject({ code: 'ValidationException' });
});

test.each([
  [{ ...register, ServiceNamespace: 'dynamodb' }, /serves RegisterScalableTarget.ServiceNamespace only as ecs/],
  [{ ...register, RoleARN: 'r' }, /does not serve RegisterScalableTarget.RoleARN/],
  [{ ...register, SuspendedState: { ScaleIn: true } }, /does not serve SuspendedState.ScaleIn/],
  [{ ...register, SuspendedState: { DynamicScalingInSuspended: 'yes' } }, /SuspendedState.DynamicScalingInSuspended only as true or false/],
  [{ ServiceNamespace: 'ecs', ResourceId: 'service/shop/api' }, /'scalableDimension' failed to satisfy constraint/],
  [register, /minimum capacity and maximum capacity must both be specified/],
  [{ ...register, MinCapacity: 5, MaxCapacity: 4 }, /less than minimum capacity/],
])('what it does not know is refused by name (%j)', async (input, said) => {
  await expect(open(2).ask('RegisterScalableTarget', input)).rejects.toMatchObject({ message: expect.stringMatching(said) });
});
