import { isGood, lastKnownGood, type ReleaseHistory } from '../core/ledger/history';
import type { Block } from './block';

export interface ReleasesView {
  readonly stage: string;
  readonly service: string;
  readonly history: readonly ReleaseHistory[];
  /** `SEQUENCE:HASH` of the newest entry; `undefined`: the ledger is empty. */
  readonly head: string | undefined;
}

/** What became of every release, newest first. */
export function releasesReport({ stage, service, history, head }: ReleasesView): readonly Block[] {
  const title: Block = { kind: 'heading', level: 1, text: `Releases of ${service} in ${stage}` };
  if (head === undefined) return [title, { kind: 'paragraph', text: 'Nothing was recorded yet: changeover release record says what CI has built.' }];
  const good = lastKnownGood(history)?.artifact.release;
  return [
    title,
    {
      kind: 'table', head: ['release', 'recorded', 'now', 'since (UTC)', ''], align: ['left', 'left', 'left', 'left', 'left'],
      rows: history.toReversed().map((one) => [one.artifact.release, one.recorded?.at.slice(0, 10) ?? 'never', one.now.fact.kind.replace('-', ' '), minute(one.now.at), remark(one, good)]),
    },
    { kind: 'facts', rows: [['last known good', good ?? 'none: no release has baked yet'], ['head', head]] },
    { kind: 'paragraph', text: 'Note the head somewhere else: with it, changeover releases verify --head tells whether the newest entries were removed.' },
  ];
}

function remark(one: ReleaseHistory, good: string | undefined): string {
  const { now: { fact }, artifact: { release }, baked } = one;
  if (release === good) return 'last known good';
  switch (fact.kind) {
    case 'taken-back': return fact.why;
    case 'promoted': return `from ${fact.from}`;
    case 'deployed': return baked !== undefined && isGood(one) ? `deployment ${fact.deployment}; it baked before, on ${baked.at.slice(0, 10)}` : `deployment ${fact.deployment}; not baked yet`;
    case 'recorded': return fact.clean ? '' : 'from a dirty tree';
    case 'baked': return '';
  }
}

export const minute = (at: string): string => at.slice(0, 16).replace('T', ' ');
