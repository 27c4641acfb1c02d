import { scalingResources } from '../../../lib/region/autoscaling/resources';
import type { ContainerService } from '../../../lib/region/ecs/container-service';
import { making } from '../support/made';

const target = { ResourceId: 'service/shop/api', ScalableDimension: 'ecs:service:DesiredCount', ServiceNamespace: 'ecs', MinCapacity: 2, MaxCapacity: 4 };

function open(desiredCount: number) {
  const service = { name: 'api', desiredCount };
  const ecs = { service: (_: string, name: string) => (name === 'api' ? service : undefined), scale: (_: unknown, count: number) => { service.desiredCount = count; } };
  return { service, resources: making(scalingResources(ecs as unknown as ContainerService)) };
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
