import type { StageProof, Standing } from '../core/review/rehearsed';
import type { Block } from '../report/block';
import type { Quote } from './review-report';

/** What a review says of rehearsals: nothing where no topology changes. */
export interface RehearsedReport {
  readonly proofs: readonly StageProof[];
  /** Whether somebody has said which releases run today. */
  readonly knowsGood: boolean;
  /** The assembly under review, as it was typed. */
  readonly to: string;
}

const verdicts: Readonly<Record<StageProof['verdict'], string>> = {
  rehearsed: 'rehearsed on this topology', 'in-part': 'rehearsed on a part of this topology', 'not-rehearsed': 'not rehearsed on this topology',
};

/** Whether what runs today was tried on the servers as they will be. */
export function rehearsedReport({ proofs, knowsGood, to }: RehearsedReport, quote: Quote): readonly Block[] {
  return proofs.flatMap(({ stage, verdict, rehearsals, unproven }): readonly Block[] => [
    { kind: 'heading', level: 2, text: `${knowsGood ? 'The last known good release' : 'A release'} of ${stage}: ${verdicts[verdict]}` },
    ...(rehearsals.length === 0 ? [] : [{
      kind: 'list', items: rehearsals.map(({ scenario, outcome, releases, standing }) => `${quote(scenario)} with ${releases.map(quote).join(', ') || 'no release that has a name'} ${standingText(standing, outcome, quote)}`),
    } as const]),
    ...(unproven.length === 0 ? [] : [{ kind: 'paragraph', text: `Changes that no rehearsal has seen: ${unproven.join(', ')}.` } as const]),
    ...(verdict === 'rehearsed' ? [] : [{ kind: 'paragraph', text: rehearsals.some(({ standing }) => standing.kind === 'proves')
      ? `A rehearsal deploys what the releases that it offers stand on (${quote('--scenario auxiliary-release')}: both tiers); what else changes is for whoever approves it to read.`
      : `What to do: ${quote(`changeover rehearse --assembly ${to} --stage ${stage} --json > rehearsal.json`)}, with the last known good release in that assembly, and give the file to this command: ${quote('--rehearsal rehearsal.json')}.` } as const]),
    ...(knowsGood || rehearsals.length === 0 ? [] : [{ kind: 'paragraph', text: `Whether that is the release which runs today nobody has said: ${quote('--last-known-good release.json')}.` } as const]),
  ]);
}

function standingText(standing: Standing, outcome: string, quote: Quote): string {
  switch (standing.kind) {
    case 'proves': return 'ended as expected';
    case 'ended-otherwise': return `ended as ${outcome}, and does not count: read its report`;
    case 'other-release': return `does not count: ${standing.releases.map(quote).join(', ') || 'it'} is not the last known good release`;
    case 'other-topology': return standing.stacks.length === 0 ? 'does not count: guards were off' : `does not count: there ${standing.stacks.join(', ')} ${standing.stacks.length === 1 ? 'is' : 'are'} another`;
  }
}
