import { durationText } from '../core/duration-text';
import { describeSight } from '../rehearsal/sights';
import { disagreements } from '../rehearsal/expectation';
import { guardEdits } from '../rehearsal/guards';
import type { Result } from '../rehearsal/result';
import type { Seen } from '../rehearsal/summary';
import { secondsSince } from '../rehearsal/traffic';
import type { Block } from '../report/block';

interface Done {
  readonly result: Result;
  readonly seen: Seen;
}

export interface ReportFacts {
  readonly expectedPeak: number;
  readonly wallSeconds: number;
}

/** The table that ends a run, and the report with everything behind it. */
export function rehearsalReport(done: readonly Done[], facts: ReportFacts): { readonly summary: readonly Block[]; readonly report: readonly Block[] } {
  const summary: readonly Block[] = [table(done), ...unexpected(done), { kind: 'paragraph', text: explanation(done, facts) }];
  return { summary, report: [{ kind: 'heading', level: 1, text: 'Rehearsal' }, ...summary, ...done.flatMap(section)] };
}

function table(done: readonly Done[]): Block {
  return {
    kind: 'table',
    head: ['scenario', 'outcome', 'customers harmed', 'until blue had all traffic', 'writes lost', 'as expected'],
    align: ['left', 'left', 'right', 'right', 'right', 'left'],
    rows: done.map(({ result }) => [
      result.scenario, outcomeText(result), String(result.harmed.total), untilBlue(result), String(result.writes.missing), result.asExpected ? 'yes' : 'NO',
    ]),
  };
}

function outcomeText({ outcome, stoppedBy }: Result): string {
  return stoppedBy === null ? outcome : `${outcome} by ${stoppedBy.kind}`;
}

function untilBlue({ outcome, seconds }: Result): string {
  if (outcome === 'refused') return 'never lost it';
  return seconds.toBlue === null || seconds.toFirstShift === null ? '-' : durationText(seconds.toBlue - seconds.toFirstShift);
}

function unexpected(done: readonly Done[]): readonly Block[] {
  const items = done.flatMap(({ result, seen }) => disagreements(seen.scenario.expected, result).map((what) => `${result.scenario}: ${what}`));
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

function explanation(done: readonly Done[], { expectedPeak, wallSeconds }: ReportFacts): string {
  const [first] = done;
  if (first === undefined) return 'Nothing was rehearsed.';
  const { coverage } = first.result;
  const speed = first.seen.speed;
  return `Times are the release's own: they ran ${speed} times as fast. The stage expects ${expectedPeak} requests/s at its peak. `
    + `${coverage.withBehaviour} of ${coverage.resources} resources have behaviour here, ${coverage.recordedOnly} are recorded only. All of it took ${durationText(wallSeconds)}.`;
}

function section({ result, seen }: Done): readonly Block[] {
  const { requests, writes, harmed } = result;
  const troubles = seen.customers.troubles();
  const off = seen.scenario.guardsOff.map((guard) => guardEdits[guard]);
  return [
    { kind: 'heading', level: 2, text: result.scenario },
    { kind: 'paragraph', text: `${seen.scenario.sentence}.` },
    { kind: 'facts', rows: [
      ['outcome', outcomeText(result)],
      ['stopped by', result.stoppedBy === null ? 'nobody' : `${result.stoppedBy.kind}: ${result.stoppedBy.name}`],
      ['requests', `${requests.sent} sent, ${requests.succeeded} succeeded, ${requests.failed} failed, ${requests.lost} lost on the way`],
      ['customers harmed', `${harmed.total}${Object.entries(harmed.byOperation).map(([operation, count]) => ` (${operation} ${count})`).join('')}`],
      ['writes', `${writes.acknowledged} acknowledged, ${writes.missing} missing on the primary, ${writes.duplicated} there twice`],
      ['latency', `half within ${seen.customers.latency(0.5).toFixed(1)} ms, 99 % within ${seen.customers.latency(0.99).toFixed(1)} ms of wall time`],
      ['seed', String(result.seed)],
      ...(off.length === 0 ? [] : [['guards off', off.join('; ')] as const]),
      ...(seen.refusal === undefined ? [] : [['CloudFormation', seen.refusal] as const]),
    ] },
    ...(troubles.length === 0 ? [] : [{ kind: 'heading', level: 3, text: 'What went wrong for customers' } as const, { kind: 'list', items: troubles } as const]),
    { kind: 'heading', level: 3, text: 'What happened' },
    { kind: 'list', items: timeline(seen) },
  ];
}

function timeline({ trace, alarms, offeredAt, takenOverAt }: Seen): readonly string[] {
  const sights = trace.filter(({ at }) => at >= offeredAt).flatMap(({ at, what }) => {
    const said = describeSight(what);
    return said === undefined ? [] : [{ at, said }];
  });
  const changes = alarms.filter(({ at }) => at >= offeredAt).map(({ at, name, to }) => ({ at, said: `alarm ${name} is ${to.state}: ${to.reason}` }));
  const person = takenOverAt === undefined ? [] : [{ at: takenOverAt, said: 'somebody notices, and releases the last good release again' }];
  return [...sights, ...changes, ...person].sort((left, right) => left.at - right.at).map(({ at, said }) => `+${durationText(secondsSince(offeredAt, at))}: ${said}`);
}
