import { labelOf, type AssemblyStack } from '../edge/assembly/assembly';

/** The tier that a stage is there for. It knows nothing of the others, so a rehearsal of it leaves them away. */
export const MAIN_TIER = 'api';

/**
 * The stacks of one tier, its releases among them, and those that they depend on, in the order given.
 *
 * @param stacks of one stage
 * @param tier as the stacks name it in the metadata `changeover:stack`
 */
export function tierStacks(stacks: readonly AssemblyStack[], tier: string): readonly AssemblyStack[] {
  const needed = new Set<string>();
  const need = (stack: AssemblyStack): void => {
    if (needed.has(stack.id)) return;
    needed.add(stack.id);
    for (const under of stacks.filter(({ id }) => stack.dependencies.includes(id))) need(under);
  };
  for (const stack of stacks.filter((one) => labelOf(one)?.tier === tier)) need(stack);
  return stacks.filter(({ id }) => needed.has(id));
}
