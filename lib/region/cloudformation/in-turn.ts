import type { Needs } from './dependencies';

/**
 * Performs what is to be done for every resource as soon as what it needs is done, side by side where nothing forbids it.
 *
 * What needs something that failed is left out. Resolves once nothing runs any more; `perform` keeps account of failures itself.
 */
export async function inTurn(needs: Needs, perform: (logicalId: string) => Promise<'done' | 'failed'>): Promise<void> {
  const outcomes = new Map<string, Promise<'done' | 'failed'>>();
  const outcomeOf = (logicalId: string): Promise<'done' | 'failed'> => {
    const known = outcomes.get(logicalId);
    if (known !== undefined) return known;
    const needed = [...(needs.get(logicalId) ?? [])].map(outcomeOf);
    const outcome = Promise.all(needed).then((before) => (before.includes('failed') ? 'failed' : perform(logicalId)));
    outcomes.set(logicalId, outcome);
    return outcome;
  };
  await Promise.all([...needs.keys()].map(outcomeOf));
}
