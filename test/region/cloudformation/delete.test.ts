import { failuresOf } from '../../../lib/region/cloudformation/stack';
import { openStack, place, resources, told } from './world';

const template = resources({ A: {}, B: { Properties: { Needs: { Ref: 'A' } } }, Kept: { DeletionPolicy: 'Retain' }, Careful: { DeletionPolicy: 'RetainExceptOnCreate' } });

test('a stack is deleted last things first, and what is retained stays', async () => {
  const { world, deploy, cloudformation } = openStack();
  const created = await deploy(template);
  const events = created.events.length;
  const stack = await cloudformation.delete(place, 'Shop');
  expect(stack.status).toBe('DELETE_COMPLETE');
  expect(told(stack).slice(events)).toEqual([
    'Shop DELETE_IN_PROGRESS: User Initiated', 'B DELETE_IN_PROGRESS', 'Kept DELETE_SKIPPED', 'Careful DELETE_SKIPPED', 'B DELETE_COMPLETE',
    'A DELETE_IN_PROGRESS', 'A DELETE_COMPLETE', 'Shop DELETE_COMPLETE',
  ]);
  expect([...world.things.values()].map(({ logicalId }) => logicalId)).toEqual(['Kept', 'Careful']);
  expect(cloudformation.stacks.size).toBe(0);
});

test('a name is free again once its stack is deleted', async () => {
  const { deploy, cloudformation } = openStack();
  await deploy(template);
  await cloudformation.delete(place, 'Shop');
  expect((await deploy(template)).status).toBe('CREATE_COMPLETE');
});

test('what cannot be deleted keeps what it needs, and the rest goes', async () => {
  const { world, deploy, cloudformation } = openStack();
  await deploy(resources({ ...template.Resources, Free: {} }));
  world.failing.add('delete B-5').add('delete B-4').add('delete B-3').add('delete B-2');
  const stack = await cloudformation.delete(place, 'Shop');
  expect(stack.status).toBe('DELETE_FAILED');
  expect([...stack.resources.keys()]).toEqual(['A', 'B']);
  expect(failuresOf(stack)[0]).toMatch(/^B: delete B-\d is not possible$/);
  expect(told(stack).at(-1)).toBe('Shop DELETE_FAILED: The following resource(s) failed to delete: [B]. ');
  await expect(deploy(template)).rejects.toThrow('is in DELETE_FAILED state and can not be updated');
  world.failing.clear();
  expect((await cloudformation.delete(place, 'Shop')).status).toBe('DELETE_COMPLETE');
});

test('a protected stack is not deleted', async () => {
  const { world, deploy, cloudformation } = openStack();
  await deploy(template, { terminationProtection: true });
  await expect(cloudformation.delete(place, 'Shop')).rejects.toThrow('Stack [Shop] cannot be deleted while TerminationProtection is enabled');
  expect(world.things.size).toBe(4);
});

test('what a failed update could not put back is deleted with its stack', async () => {
  const { world, deploy, cloudformation } = openStack();
  await deploy(resources({ A: {} }));
  world.failing.add('update A');
  const stack = await deploy(resources({ A: { Properties: { Value: 1 } }, New: {} }));
  expect(stack.status).toBe('UPDATE_ROLLBACK_FAILED');
  expect((await cloudformation.delete(place, 'Shop')).status).toBe('DELETE_COMPLETE');
  expect(world.things.size).toBe(0);
});

test('a stack that is not there cannot be deleted', async () => {
  await expect(openStack().cloudformation.delete(place, 'Shop')).rejects.toThrow('Stack with id Shop does not exist');
});
