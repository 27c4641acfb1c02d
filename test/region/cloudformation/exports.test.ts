import type { Stack } from '../../../lib/region/cloudformation/stack';
import type { Template } from '../../../lib/region/cloudformation/template';
import { openCloudFormation, place, resources, told, World } from './world';

const network = (fixed: number): Template => ({ ...resources({ Vpc: { Properties: { Fixed: fixed } } }), Outputs: { VpcId: { Value: { Ref: 'Vpc' }, Export: { Name: 'Network:Vpc' } } } });
const api = resources({ Service: { Properties: { Needs: { 'Fn::ImportValue': 'Network:Vpc' } } } });

function open(): { readonly world: World; readonly deploy: (name: string, template: Template, where?: typeof place) => Promise<Stack>; readonly remove: (name: string) => Promise<Stack> } {
  const world = new World();
  const cloudformation = openCloudFormation(world);
  return { world, deploy: (name, template, where = place) => cloudformation.deploy(where, name, template), remove: (name) => cloudformation.delete(place, name) };
}

test('a stack is made of what another one exports', async () => {
  const { world, deploy } = open();
  await deploy('Network', network(1));
  await deploy('Api', api);
  expect(world.things.get('Service-2')?.properties).toEqual({ Needs: 'Vpc-1' });
});

test('an export that nobody has fails what imports it', async () => {
  const { deploy } = open();
  const stack = await deploy('Api', api);
  expect(told(stack)).toContain('Service CREATE_FAILED: No export named Network:Vpc found.');
});

test('exports are of one account and region', async () => {
  const { deploy } = open();
  await deploy('Network', network(1), { ...place, account: '222222222222' });
  expect((await deploy('Api', api)).status).toBe('ROLLBACK_COMPLETE');
});

test('an export in use cannot be changed: the update goes back', async () => {
  const { world, deploy } = open();
  await deploy('Network', network(1));
  await deploy('Api', api);
  const stack = await deploy('Network', network(2));
  expect(stack.status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(told(stack)).toContain('Network UPDATE_ROLLBACK_IN_PROGRESS: Export Network:Vpc cannot be updated as it is in use by Api');
  expect([...world.things.keys()]).toEqual(['Vpc-1', 'Service-2']);
});

test('an export in use cannot be left out', async () => {
  const { deploy } = open();
  await deploy('Network', network(1));
  await deploy('Api', api);
  const stack = await deploy('Network', resources({ Vpc: { Properties: { Fixed: 1 } } }));
  expect(told(stack)).toContain('Network UPDATE_ROLLBACK_IN_PROGRESS: Export Network:Vpc cannot be deleted as it is in use by Api');
  expect(stack.outputs.has('VpcId')).toBe(true);
});

test('a stack whose exports are in use is not deleted, until nobody uses them', async () => {
  const { deploy, remove } = open();
  await deploy('Network', network(1));
  await deploy('Api', api);
  await expect(remove('Network')).rejects.toThrow('Export Network:Vpc cannot be deleted as it is in use by Api');
  await deploy('Api', resources({ Service: {} }));
  expect((await remove('Network')).status).toBe('DELETE_COMPLETE');
});

test('an import of an update that went back is none', async () => {
  const { world, deploy, remove } = open();
  await deploy('Network', network(1));
  await deploy('Api', resources({ Service: {} }));
  world.failing.add('create Other');
  expect((await deploy('Api', resources({ ...api.Resources, Other: { DependsOn: 'Service' } }))).status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect((await remove('Network')).status).toBe('DELETE_COMPLETE');
});

test('two stacks cannot export one name', async () => {
  const { world, deploy } = open();
  await deploy('Network', network(1));
  const stack = await deploy('Other', network(1));
  expect(stack.status).toBe('ROLLBACK_COMPLETE');
  expect(told(stack)).toContain('Other ROLLBACK_IN_PROGRESS: Export with name Network:Vpc is already exported by stack Network. Rollback requested by user.');
  expect(world.things.size).toBe(1);
});

test('an output that is no text fails the stack', async () => {
  const { deploy } = open();
  const stack = await deploy('Network', { ...resources({ A: {} }), Outputs: { All: { Value: { 'Fn::GetAZs': '' } } } });
  expect(told(stack).find((line) => line.includes('ROLLBACK_IN_PROGRESS'))).toContain('Output All is malformed');
});
