import type { AssemblyStack, AssemblyTemplate } from '../edge/assembly/assembly';
import { templateDigest } from '../edge/assembly/template-digest';
import { releaseIn } from './candidate';
import type { RehearsedStage } from './rehearsed-stage';
import type { Result } from './result';
import type { Guard } from './scenario';

/** A release that was offered to a service of the stage. */
export interface Ran {
  readonly stage: Pick<RehearsedStage, 'kind' | 'name' | 'service' | 'topology'>;
  readonly template: AssemblyTemplate;
}

/** What was rehearsed on what. Where a guard was off every template may have been changed, so none counts as the assembly's. */
export function ranOn(guardsOff: readonly Guard[], main: Ran, beside: { readonly ran: Ran } | undefined): Result['ran'] {
  const tiers = beside === undefined ? [main] : [main, beside.ran];
  const stacks = new Map<string, AssemblyStack>(guardsOff.length > 0 ? [] : tiers.flatMap(({ stage }) => stage.topology.map((stack) => [stack.id, stack] as const)));
  return {
    stage: main.stage.name,
    releases: tiers.flatMap(({ stage: { kind, service }, template }) => {
      // Somebody else's program has no bundle that is known by its digest.
      const found = kind === 'own' ? releaseIn(template) : undefined;
      return found === undefined ? [] : [{ service, release: found.release, bundle: found.sha256 }];
    }),
    stacks: [...stacks.values()].map(({ id, template }) => ({ id, sha256: templateDigest(template) })),
  };
}
