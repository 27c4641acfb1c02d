import fc from 'fast-check';
import { seconds } from '../../../lib/core/units';
import type { Stack } from '../../../lib/region/cloudformation/stack';
import { changes, everyList, nameOf, templatesOf, type Planned } from './changes';
import { openStack, type Thing, type World } from './world';

/** A chain, so that a replaced resource changes the next one too. */
const chainOf = (kinds: readonly Planned['change'][]): readonly Planned[] => kinds.map((change, index) => ({ change, needs: index === 0 ? [] : [index - 1] }));
const plans = everyList(changes, 3).map(chainOf);

const thingsOf = (world: World): Readonly<Record<string, Thing>> => Object.fromEntries([...world.things].sort(([left], [right]) => left.localeCompare(right)));
const idsOf = ({ resources }: Stack): Readonly<Record<string, string>> => Object.fromEntries([...resources].map(([logicalId, { physicalId }]) => [logicalId, physicalId]).sort());
/** The things that a stack holds, as they are. */
const held = (stack: Stack, world: World): readonly unknown[] => [...stack.resources.values()].map(({ physicalId, properties, logicalId }) => [world.things.get(physicalId), { logicalId, properties }]);

/** Every call that an update of the plan makes, found by making it. */
async function callsOf(plan: readonly Planned[]): Promise<readonly string[]> {
  const { world, deploy } = openStack();
  const { before, after } = templatesOf(plan);
  await deploy(before);
  const start = world.calls.length;
  await deploy(after).catch(() => undefined);
  return world.calls.slice(start);
}

test(`each of ${plans.length} updates brings the stack to its template, and leaves nothing else`, async () => {
  for (const plan of plans.filter((one) => one.some(({ change }) => change !== 'keep'))) {
    const { world, deploy } = openStack();
    const { before, after } = templatesOf(plan);
    await deploy(before);
    const stack = await deploy(after);
    expect(stack.status).toBe('UPDATE_COMPLETE');
    expect([...stack.resources.keys()].sort()).toEqual(Object.keys(after.Resources).sort());
    for (const [actual, recorded] of held(stack, world) as [unknown, unknown][]) expect(actual).toEqual(recorded);
    expect(world.things.size).toBe(stack.resources.size);
    expect(world.takenTooEarly).toEqual([]);
  }
});

test(`a failure at any making or changing of each of ${plans.length} updates leaves the stack and the world as they were`, async () => {
  let failures = 0;
  for (const plan of plans) {
    for (const failing of (await callsOf(plan)).filter((call) => !call.startsWith('delete'))) {
      failures += 1;
      const { world, deploy } = openStack();
      const { before, after } = templatesOf(plan);
      const created = await deploy(before);
      const [ids, things, template] = [idsOf(created), thingsOf(world), created.template];
      world.failingOnce.add(failing);
      const stack = await deploy(after);
      expect({ plan, failing, status: stack.status }).toEqual({ plan, failing, status: 'UPDATE_ROLLBACK_COMPLETE' });
      expect(idsOf(stack)).toEqual(ids);
      expect(thingsOf(world)).toEqual(things);
      expect(stack.template).toBe(template);
      expect(world.takenTooEarly).toEqual([]);
      // And it can be updated after.
      expect((await deploy(after)).status).toBe('UPDATE_COMPLETE');
    }
  }
  expect(failures).toBeGreaterThan(200);
});

test('a failure to remove what an update has left behind does not fail the update', async () => {
  for (const plan of plans) {
    for (const failing of (await callsOf(plan)).filter((call) => call.startsWith('delete'))) {
      const { world, deploy } = openStack();
      const { before, after } = templatesOf(plan);
      await deploy(before);
      world.failing.add(failing);
      const stack = await deploy(after);
      expect(stack.status).toBe('UPDATE_COMPLETE');
      expect([...stack.resources.keys()].sort()).toEqual(Object.keys(after.Resources).sort());
      expect(world.things.has(failing.split(' ')[1] ?? '')).toBe(true);
    }
  }
});

test('a failure while a change is put back leaves the stack in UPDATE_ROLLBACK_FAILED, and it takes no update then', async () => {
  for (const plan of plans.filter((one) => one[0]?.change === 'update' && one[2]?.change === 'update')) {
    const { world, deploy } = openStack();
    const { before, after } = templatesOf(plan);
    await deploy(before);
    const release = world.hold('update C');
    const deploying = deploy(after);
    await world.clock.pass(seconds(0));
    // The first change was made; from now on nothing is.
    world.failing.add('update C').add('update A');
    release();
    const stack = await deploying;
    expect(stack.status).toBe('UPDATE_ROLLBACK_FAILED');
    await expect(deploy(after)).rejects.toThrow('is in UPDATE_ROLLBACK_FAILED state and can not be updated');
  }
});

test('resources that are retained never go, whatever an update does and wherever it fails', async () => {
  for (const plan of plans) {
    for (const failing of [undefined, ...(await callsOf(plan)).filter((call) => !call.startsWith('delete'))]) {
      const { world, deploy } = openStack();
      const { before, after } = templatesOf(plan, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
      await deploy(before);
      if (failing !== undefined) world.failingOnce.add(failing);
      await deploy(after).catch(() => undefined);
      expect(world.calls.filter((call) => call.startsWith('delete'))).toEqual([]);
    }
  }
});

test('any plan of up to seven resources, failing anywhere, ends as the template or as before, and takes nothing that is in use', async () => {
  const planned = fc.integer({ min: 1, max: 7 }).chain((size) => fc.tuple(...Array.from({ length: size }, (_, index) => fc.record({
    change: fc.constantFrom(...changes), needs: index === 0 ? fc.constant([]) : fc.uniqueArray(fc.nat(index - 1), { maxLength: 2 }),
  }))));
  await fc.assert(fc.asyncProperty(planned, fc.nat(12), fc.nat(6), async (plan, at, slow) => {
    const { world, deploy } = openStack();
    const { before, after } = templatesOf(plan);
    const created = await deploy(before);
    const things = thingsOf(world);
    const release = world.hold(`create ${nameOf(slow)}`);
    const calls = (await callsOf(plan)).filter((call) => !call.startsWith('delete'));
    const failing = calls[at];
    if (failing !== undefined) world.failingOnce.add(failing);
    const deploying = deploy(after).catch(() => created);
    await world.clock.pass(seconds(0));
    release();
    const { status, resources } = await deploying;
    expect(world.takenTooEarly).toEqual([]);
    if (status === 'UPDATE_COMPLETE') expect([...resources.keys()].sort()).toEqual(Object.keys(after.Resources).sort());
    else expect(thingsOf(world)).toEqual(things);
    expect(status).toBe(failing !== undefined ? 'UPDATE_ROLLBACK_COMPLETE' : plan.every(({ change }) => change === 'keep') ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE');
    expect(world.things.size).toBe(resources.size);
  }), { seed: 20260105, numRuns: 300 });
});
