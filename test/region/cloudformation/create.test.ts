import { seconds } from '../../../lib/core/units';
import { failuresOf } from '../../../lib/region/cloudformation/stack';
import { openStack, resources, told } from './world';

const chain = resources({ A: {}, B: { Properties: { Needs: { Ref: 'A' } } }, C: { Properties: { Needs: { 'Fn::GetAtt': ['B', 'Arn'] } } } });

test('a new stack makes what is needed first, and tells it as the service does', async () => {
  const { world, deploy } = openStack();
  const stack = await deploy(chain);
  expect(world.calls).toEqual(['create A', 'create B', 'create C']);
  expect(world.things.get('C-3')?.properties).toEqual({ Needs: 'arn:B-2' });
  expect(told(stack)).toEqual([
    'Shop CREATE_IN_PROGRESS: User Initiated',
    'A CREATE_IN_PROGRESS', 'A CREATE_COMPLETE', 'B CREATE_IN_PROGRESS', 'B CREATE_COMPLETE', 'C CREATE_IN_PROGRESS', 'C CREATE_COMPLETE',
    'Shop CREATE_COMPLETE',
  ]);
  expect(stack.events.map(({ physicalId }) => physicalId)).toEqual([stack.id, undefined, 'A-1', undefined, 'B-2', undefined, 'C-3', stack.id]);
});

test('what does not need each other is made side by side', async () => {
  const { world, deploy } = openStack();
  const release = world.hold('create A');
  const deploying = deploy(resources({ A: {}, B: {}, C: { DependsOn: ['A', 'B'] } }));
  await world.clock.pass(seconds(0));
  expect(world.calls).toEqual(['create A', 'create B']);
  release();
  expect((await deploying).status).toBe('CREATE_COMPLETE');
});

test.each(['A', 'B', 'C'])('when %s cannot be made, nothing is left', async (failing) => {
  const { world, deploy } = openStack();
  world.failing.add(`create ${failing}`);
  const stack = await deploy(chain);
  expect(stack.status).toBe('ROLLBACK_COMPLETE');
  expect(world.things.size).toBe(0);
  expect(stack.resources.size).toBe(0);
  expect(failuresOf(stack)).toEqual([`${failing}: create ${failing} is not possible`]);
});

test('a rollback says who failed, and removes the rest, last first', async () => {
  const { world, deploy } = openStack();
  world.failing.add('create C');
  const stack = await deploy(chain);
  expect(told(stack).slice(5)).toEqual([
    'C CREATE_IN_PROGRESS', 'C CREATE_FAILED: create C is not possible',
    'Shop ROLLBACK_IN_PROGRESS: The following resource(s) failed to create: [C]. Rollback requested by user.',
    'B DELETE_IN_PROGRESS', 'B DELETE_COMPLETE', 'A DELETE_IN_PROGRESS', 'A DELETE_COMPLETE',
    'Shop ROLLBACK_COMPLETE',
  ]);
});

test('what is under way when another fails is given up, and removed once it is there', async () => {
  const { world, deploy } = openStack();
  const release = world.hold('create A');
  world.failing.add('create B');
  const deploying = deploy(resources({ A: {}, B: {}, C: { DependsOn: 'A' } }));
  await world.clock.pass(seconds(0));
  release();
  const stack = await deploying;
  expect(told(stack)).toEqual([
    'Shop CREATE_IN_PROGRESS: User Initiated', 'A CREATE_IN_PROGRESS', 'B CREATE_IN_PROGRESS',
    'B CREATE_FAILED: create B is not possible', 'A CREATE_FAILED: Resource creation cancelled',
    'Shop ROLLBACK_IN_PROGRESS: The following resource(s) failed to create: [B, A]. Rollback requested by user.',
    'A DELETE_IN_PROGRESS', 'A DELETE_COMPLETE', 'Shop ROLLBACK_COMPLETE',
  ]);
  expect(world.calls).not.toContain('create C');
  expect(failuresOf(stack)).toEqual(['B: create B is not possible']);
});

test('what cannot be removed again leaves the stack in ROLLBACK_FAILED, with what it is made of', async () => {
  const { world, deploy } = openStack();
  world.failing.add('create C').add('delete B-2');
  const stack = await deploy(chain);
  expect(stack.status).toBe('ROLLBACK_FAILED');
  expect([...stack.resources.keys()]).toEqual(['A', 'B']);
  expect(told(stack).at(-1)).toBe('Shop ROLLBACK_FAILED: The following resource(s) failed to delete: [B]. ');
});

test('a resource that is retained stays when its creation is rolled back, one that is retained except on creation does not', async () => {
  const { world, deploy } = openStack();
  world.failing.add('create C');
  const stack = await deploy(resources({ A: { DeletionPolicy: 'Retain' }, B: { DeletionPolicy: 'RetainExceptOnCreate' }, C: { DependsOn: ['A', 'B'] } }));
  expect([...world.things.keys()]).toEqual(['A-1']);
  expect(told(stack)).toContain('A DELETE_SKIPPED');
  expect(stack.status).toBe('ROLLBACK_COMPLETE');
});

test('a stack whose creation failed is deleted before it is made again, under another id', async () => {
  const { world, deploy, cloudformation } = openStack();
  world.failing.add('create C');
  const failed = await deploy(chain);
  world.failing.clear();
  const stack = await deploy(chain);
  expect(failed.status).toBe('DELETE_COMPLETE');
  expect(stack.status).toBe('CREATE_COMPLETE');
  expect(stack.id).not.toBe(failed.id);
  expect([...cloudformation.stacks.values()]).toEqual([stack]);
});

test('what is still there of a failed creation is removed with it', async () => {
  const { world, deploy } = openStack();
  world.failing.add('create C').add('delete B-2');
  await deploy(chain);
  world.failing.clear();
  expect((await deploy(chain)).status).toBe('CREATE_COMPLETE');
  expect([...world.things.values()].map(({ logicalId }) => logicalId)).toEqual(['A', 'B', 'C']);
});

test('a failed creation that is protected stays in the way', async () => {
  const { world, deploy } = openStack();
  world.failing.add('create C');
  await deploy(chain, { terminationProtection: true });
  world.failing.clear();
  await expect(deploy(chain)).rejects.toThrow('Stack [Shop] cannot be deleted while TerminationProtection is enabled');
});

test('an attribute that cannot be given fails the resource that asks for it', async () => {
  const { deploy, world } = openStack();
  const stack = await deploy(resources({ A: {}, B: { Properties: { Needs: { 'Fn::GetAtt': ['A', 'Value'] } } } }));
  expect(failuresOf(stack)).toEqual(['B: the region does not know the attribute Value of Test::Thing (A)']);
  expect(world.things.size).toBe(0);
});

test('a stack that is busy takes no other operation', async () => {
  const { world, deploy, cloudformation } = openStack();
  const made = world.hold('create A');
  const creating = deploy(chain);
  await world.clock.pass(seconds(0));
  await expect(deploy(chain)).rejects.toThrow(/^Stack:arn:aws:cloudformation:.* is in CREATE_IN_PROGRESS state and can not be updated\.$/);
  made();
  await creating;
  const changed = world.hold('update A');
  const updating = deploy(resources({ A: { Properties: { Value: 'other' } } }));
  await world.clock.pass(seconds(0));
  await expect(cloudformation.delete({ account: '111111111111', region: 'ap-northeast-2' }, 'Shop')).rejects.toThrow('cannot be deleted while in status UPDATE_IN_PROGRESS');
  changed();
  await updating;
});

test('a stack\'s name begins with a letter and has no underscore', async () => {
  const { cloudformation } = openStack();
  for (const name of ['', '1st', 'a_b', 'x'.repeat(129)]) await expect(cloudformation.deploy({ account: '1', region: 'r' }, name, chain)).rejects.toThrow('failed to satisfy constraint');
});
