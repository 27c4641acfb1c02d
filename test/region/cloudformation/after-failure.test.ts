import { dice, type Dice } from '../../../lib/core/chance';
import { NO_SETTINGS, type Stack } from '../../../lib/region/cloudformation/stack';
import type { Template } from '../../../lib/region/cloudformation/template';
import type { CloudFormation, Order } from '../../../lib/region/cloudformation/engine';
import { openCloudFormation, place, resources, World } from './world';

const NAMES = ['A', 'B', 'C', 'D', 'E'];

/** Things in a row, each of which may need those before it. */
function template(chance: Dice): Template {
  const chosen = NAMES.filter(() => chance.roll() < 0.8);
  return resources(Object.fromEntries((chosen.length === 0 ? ['A'] : chosen).map((name, at, all) => [name, {
    Properties: { Value: String(Math.floor(chance.roll() * 3)), Fixed: String(Math.floor(chance.roll() * 2)), ...(at > 0 && chance.roll() < 0.5 ? { Needs: { Ref: all[Math.floor(chance.roll() * at)] } } : {}) },
  }])));
}

/** What fails from now on: any call, of any kind, each with its chance. */
function failAtRandom(world: World, chance: Dice, verbs: readonly string[] = ['create', 'update', 'delete']): void {
  const possible = verbs.flatMap((verb) => (verb === 'delete' ? [...world.things.keys()] : NAMES).map((name) => `${verb} ${name}`));
  world.failing.clear();
  for (const call of possible.filter(() => chance.roll() < 0.15)) world.failing.add(call);
}

const order = (wanted: Template, disableRollback: boolean): Order => ({ template: wanted, text: '', parameters: {}, previous: {}, settings: { ...NO_SETTINGS, disableRollback } });

/** What `cdk deploy` and `cdk rollback` do with a stack in its state; nothing where the state takes it. */
async function goOn(cloudformation: CloudFormation, stack: Stack | undefined, wanted: Template, chance: Dice): Promise<void> {
  const disableRollback = chance.roll() < 0.4;
  const operation = (): { readonly ended: Promise<void> } => {
    if (stack === undefined) return cloudformation.create(place, 'Shop', order(wanted, disableRollback));
    switch (stack.status) {
      case 'DELETE_COMPLETE': return cloudformation.create(place, 'Shop', order(wanted, disableRollback));
      case 'ROLLBACK_COMPLETE': case 'ROLLBACK_FAILED': case 'DELETE_FAILED': return cloudformation.remove(stack);
      case 'CREATE_FAILED': case 'UPDATE_FAILED': return chance.roll() < 0.5 ? cloudformation.rollback(stack) : cloudformation.update(stack, order(wanted, true));
      case 'UPDATE_ROLLBACK_FAILED': return cloudformation.continueRollback(stack, new Set());
      default: return chance.roll() < 0.1 ? cloudformation.remove(stack) : cloudformation.update(stack, order(wanted, disableRollback));
    }
  };
  try {
    await operation().ended;
  } catch (thrown) {
    if (!(thrown instanceof Error) || thrown.message !== 'No updates are to be performed.') throw thrown;
  }
}

test('whatever fails, a stack ends in a state from which deploy, rollback or destroy goes on, and tells why it failed', async () => {
  for (let seed = 1; seed <= 150; seed += 1) {
    const chance = dice(seed);
    const world = new World();
    const cloudformation = openCloudFormation(world);
    for (let round = 0; round < 6; round += 1) {
      failAtRandom(world, chance);
      const before = cloudformation.find(place, 'Shop');
      await goOn(cloudformation, before, template(chance), chance);
      const stack = cloudformation.find(place, 'Shop') ?? before;
      if (stack?.status.endsWith('_IN_PROGRESS') === true) throw new Error(`seed ${seed}: it is left in ${stack.status}`);
      const failed = stack?.events.filter(({ status, type }) => status.endsWith('_FAILED') && type === 'Test::Thing') ?? [];
      const silent = failed.filter(({ reason }) => reason === undefined || reason === '');
      if (silent.length > 0) throw new Error(`seed ${seed}: ${silent[0]?.logicalId} failed without a reason`);
    }
    // Once nothing fails any more, every state leads to an end: what cannot be continued can be deleted.
    world.failing.clear();
    const stack = cloudformation.find(place, 'Shop');
    if (stack !== undefined) await cloudformation.remove(stack).ended;
    if (stack !== undefined && stack.status !== 'DELETE_COMPLETE') throw new Error(`seed ${seed}: it cannot be deleted, and is in ${stack.status}`);
  }
});

test('what such a life leaves behind is only what a cleanup could not remove', async () => {
  for (let seed = 1; seed <= 100; seed += 1) {
    const chance = dice(seed);
    const world = new World();
    const cloudformation = openCloudFormation(world);
    for (let round = 0; round < 5; round += 1) {
      failAtRandom(world, chance, ['create', 'update']);
      await goOn(cloudformation, cloudformation.find(place, 'Shop'), template(chance), chance);
    }
    world.failing.clear();
    const stack = cloudformation.find(place, 'Shop');
    if (stack !== undefined) await cloudformation.remove(stack).ended;
    if (world.things.size > 0) throw new Error(`seed ${seed}: ${[...world.things.keys()].join(', ')} are left`);
  }
});
