import { Refused } from '../../../lib/region/cloudformation/provider';
import { failuresOf } from '../../../lib/region/cloudformation/stack';
import type { Template } from '../../../lib/region/cloudformation/template';
import { openStack, resources, told } from './world';

const before = resources({ A: { Properties: { Fixed: 1 } }, B: { Properties: { Needs: { Ref: 'A' }, Value: 1 } }, Old: {} });
const after = resources({ A: { Properties: { Fixed: 2 } }, B: { Properties: { Needs: { Ref: 'A' }, Value: 1 } }, New: { DependsOn: 'B' } });

/** What an update tells, without what was told before. */
async function update(world: ReturnType<typeof openStack>['world'], deploy: ReturnType<typeof openStack>['deploy'], template: Template): Promise<readonly string[]> {
  const stack = await deploy(before);
  const start = stack.events.length;
  world.calls.length = 0;
  return told(await deploy(template)).slice(start);
}

test('an update replaces, changes and makes, and removes in its cleanup what it has left behind', async () => {
  const { world, deploy } = openStack();
  expect(await update(world, deploy, after)).toEqual([
    'Shop UPDATE_IN_PROGRESS: User Initiated',
    'A UPDATE_IN_PROGRESS', 'A UPDATE_IN_PROGRESS: Requested update requires the creation of a new physical resource; hence creating one.', 'A UPDATE_COMPLETE',
    'B UPDATE_IN_PROGRESS', 'B UPDATE_COMPLETE', 'New CREATE_IN_PROGRESS', 'New CREATE_COMPLETE',
    'Shop UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'Old DELETE_IN_PROGRESS', 'Old DELETE_COMPLETE', 'A DELETE_IN_PROGRESS', 'A DELETE_COMPLETE',
    'Shop UPDATE_COMPLETE',
  ]);
  expect(world.calls).toEqual(['create A', 'update B', 'create New', 'delete Old-2', 'delete A-1']);
});

test('a failed update puts everything back in the order of the old template, and removes what is new in its cleanup', async () => {
  const { world, deploy } = openStack();
  world.failing.add('create New');
  expect(await update(world, deploy, after)).toEqual([
    'Shop UPDATE_IN_PROGRESS: User Initiated',
    'A UPDATE_IN_PROGRESS', 'A UPDATE_IN_PROGRESS: Requested update requires the creation of a new physical resource; hence creating one.', 'A UPDATE_COMPLETE',
    'B UPDATE_IN_PROGRESS', 'B UPDATE_COMPLETE', 'New CREATE_IN_PROGRESS', 'New CREATE_FAILED: create New is not possible',
    'Shop UPDATE_ROLLBACK_IN_PROGRESS: The following resource(s) failed to create: [New]. ',
    'A UPDATE_IN_PROGRESS', 'A UPDATE_COMPLETE', 'B UPDATE_IN_PROGRESS', 'B UPDATE_COMPLETE',
    'Shop UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    'A DELETE_IN_PROGRESS', 'A DELETE_COMPLETE',
    'Shop UPDATE_ROLLBACK_COMPLETE',
  ]);
  expect(world.calls).toEqual(['create A', 'update B', 'create New', 'update B', 'delete A-4']);
});

test('a change that failed is sent again the other way round, because nobody knows how far it came', async () => {
  const { world, deploy } = openStack();
  world.failingOnce.add('update B');
  await update(world, deploy, resources({ ...before.Resources, B: { Properties: { Value: 2 } } }));
  expect(world.calls).toEqual(['update B', 'update B']);
});

test('a change that a service refused before it changed anything needs no undoing', async () => {
  const { world, deploy } = openStack();
  const asked = jest.spyOn(world.provider, 'update').mockRejectedValue(new Refused('Unchangeable', 'it cannot be changed'));
  const events = await update(world, deploy, resources({ ...before.Resources, B: { Properties: { Value: 2 } } }));
  expect(asked).toHaveBeenCalledTimes(1);
  expect(events.at(-1)).toBe('Shop UPDATE_ROLLBACK_COMPLETE');
});

test('a resource whose provider cannot change it is replaced', async () => {
  const { world, deploy } = openStack();
  jest.spyOn(world.provider, 'update').mockResolvedValue('replace');
  await update(world, deploy, resources({ ...before.Resources, B: { Properties: { Value: 2 } } }));
  expect(world.calls).toEqual(['create B', 'delete B-3']);
});

test('an update that changes no resource and no output is none', async () => {
  const { deploy } = openStack();
  const stack = await deploy(before);
  const events = stack.events.length;
  for (const same of [before, { ...before, Description: 'told otherwise' }, { ...before, Metadata: { Owner: 'somebody' } }, { ...before, Mappings: { M: { a: { b: 'c' } } } }, { ...before, Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } }]) {
    await expect(deploy(same)).rejects.toThrow('No updates are to be performed.');
  }
  expect(stack.events).toHaveLength(events);
});

test('an output alone is an update', async () => {
  const { deploy } = openStack();
  await deploy(before);
  const stack = await deploy({ ...before, Outputs: { Name: { Value: { Ref: 'A' } } } });
  expect(stack.status).toBe('UPDATE_COMPLETE');
  expect(stack.outputs.get('Name')).toEqual({ value: 'A-1', exportName: undefined });
});

test('metadata and policies are taken over without a change of the resource', async () => {
  const { world, deploy } = openStack();
  await deploy(before);
  world.calls.length = 0;
  const stack = await deploy(resources({ ...before.Resources, A: { Properties: { Fixed: 1 }, Metadata: { Note: 'x' }, DeletionPolicy: 'Retain' } }));
  expect(world.calls).toEqual([]);
  expect(stack.resources.get('A')).toMatchObject({ metadata: { Note: 'x' }, deletionPolicy: 'Retain' });
});

test('a resource that leaves the template is kept when its template said so', async () => {
  const { world, deploy } = openStack();
  for (const policy of ['Retain', 'RetainExceptOnCreate'] as const) {
    await deploy(resources({ A: {}, [policy]: { DeletionPolicy: policy } }));
    const stack = await deploy(resources({ A: {} }));
    expect(told(stack)).toContain(`${policy} DELETE_SKIPPED`);
    expect([...world.things.values()].map(({ logicalId }) => logicalId)).toContain(policy);
    expect(stack.resources.has(policy)).toBe(false);
  }
});

test('a replaced resource is kept by UpdateReplacePolicy and not by DeletionPolicy', async () => {
  for (const [policies, kept] of [[{ UpdateReplacePolicy: 'Retain' }, true], [{ DeletionPolicy: 'Retain' }, false]] as const) {
    const { world, deploy } = openStack();
    await deploy(resources({ A: { ...policies, Properties: { Fixed: 1 } } }));
    await deploy(resources({ A: { ...policies, Properties: { Fixed: 2 } } }));
    expect(world.things.has('A-1')).toBe(kept);
  }
});

test('what an update adds and cannot finish is removed again when it is retained except on creation', async () => {
  const { world, deploy } = openStack();
  await deploy(before);
  world.failing.add('create New');
  await deploy(resources({ ...before.Resources, Kept: { DeletionPolicy: 'Retain' }, Gone: { DeletionPolicy: 'RetainExceptOnCreate' }, New: { DependsOn: ['Kept', 'Gone'] } }));
  expect([...world.things.values()].map(({ logicalId }) => logicalId)).toEqual(['A', 'Old', 'B', 'Kept']);
});

test('a resource with a name of its own cannot be replaced under that name', async () => {
  const { deploy } = openStack();
  await deploy(resources({ A: { Properties: { Name: 'shop', Fixed: 1 } } }));
  const stack = await deploy(resources({ A: { Properties: { Name: 'shop', Fixed: 2 } } }));
  expect(failuresOf(stack)).toEqual(['A: CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename shop and update the stack again.']);
  expect((await deploy(resources({ A: { Properties: { Name: 'new-shop', Fixed: 2 } } }))).status).toBe('UPDATE_COMPLETE');
});

test('a logical id keeps its type', async () => {
  const { deploy } = openStack();
  await deploy(before);
  await expect(deploy(resources({ ...before.Resources, A: { Type: 'Test::Other' } }))).rejects.toThrow('The new template modifies resource type of the following resources: [A]');
});

test('what failed in an earlier update is no failure of the last one', async () => {
  const { world, deploy } = openStack();
  world.failingOnce.add('create New');
  await update(world, deploy, after);
  world.failing.add('update B');
  expect(failuresOf(await deploy(resources({ ...before.Resources, B: { Properties: { Value: 5 } } })))).toEqual(['B: update B is not possible', 'B: update B is not possible']);
});

test('a parameter keeps what it was given when its default changes, as cdk deploy asks for it', async () => {
  const { deploy, world } = openStack();
  const template = (fallback: string): Template => ({ Parameters: { Size: { Type: 'String', Default: fallback } }, ...resources({ A: { Properties: { Value: { Ref: 'Size' } } } }) });
  await deploy(template('small'));
  await expect(deploy(template('large'))).rejects.toThrow('No updates are to be performed.');
  await deploy(template('large'), { parameters: { Size: 'huge' } });
  expect(world.things.get('A-1')?.properties).toEqual({ Value: 'huge' });
});

test('a parameter from the parameter store is read again at every update', async () => {
  let stored = 'one';
  const { deploy, world } = openStack({ parameter: () => ({ type: 'String', value: stored }) });
  const template: Template = { Parameters: { Size: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/size' } }, ...resources({ A: { Properties: { Value: { Ref: 'Size' } } } }) };
  await deploy(template);
  await expect(deploy(template)).rejects.toThrow('No updates');
  stored = 'two';
  expect((await deploy(template)).status).toBe('UPDATE_COMPLETE');
  expect(world.things.get('A-1')?.properties).toEqual({ Value: 'two' });
});

test('a dynamic reference is compared as it is written, and given to the service as what it stands for', async () => {
  let secret = 'first';
  const { deploy, world } = openStack({ secret: () => secret });
  const template = resources({ A: { Properties: { Value: '{{resolve:secretsmanager:s:SecretString:password}}' } }, B: {} });
  await deploy(template);
  secret = 'second';
  await expect(deploy(template)).rejects.toThrow('No updates');
  expect(world.things.get('A-1')?.properties).toEqual({ Value: 'first' });
  await deploy(resources({ ...template.Resources, A: { Properties: { Value: '{{resolve:secretsmanager:s:SecretString:password::}}' } } }));
  expect(world.things.get('A-1')?.properties).toEqual({ Value: 'second' });
});
