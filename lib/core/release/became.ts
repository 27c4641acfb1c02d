import type { Decision, Situation } from './situation';

/** What became of a deployment, as a ledger keeps it. */
export type Became = { readonly kind: 'deployed' | 'baked' } | { readonly kind: 'taken-back'; readonly why: string };

/**
 * What is to be written down when `decision` is carried out: a request tells of the deployment that it follows, when it is answered and when
 * it is looked at for the last time. A deployment that it stopped for somebody else has a request of its own, which tells of it.
 */
export function becameOf({ progress, deployment }: Pick<Situation, 'progress' | 'deployment'>, decision: Decision): readonly Became[] {
  if (decision.kind !== 'answer' && decision.kind !== 'end' && decision.kind !== 'retire-workers') return [];
  const isFollowed = progress.at === 'deploying' || progress.at === 'baking' || (progress.at === 'ending' && (progress.andThen === 'fail' || progress.andThen === 'end'));
  if (!isFollowed) return [];
  switch (deployment?.status) {
    case 'shifted': return [{ kind: 'deployed' }];
    case 'succeeded': return [{ kind: 'deployed' }, { kind: 'baked' }];
    case 'ended': return [{ kind: 'taken-back', why: deployment.why }];
    default: return [];
  }
}
