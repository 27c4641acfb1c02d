import { durationText } from '../core/duration-text';
import { describeSight } from '../rehearsal/sights';
import { disagreements } from '../rehearsal/expectation';
import { guardEdits } from '../rehearsal/guards';
import { paceWarning } from '../rehearsal/pace';
import type { Result } from '../rehearsal/result';
import type { Seen } from '../rehearsal/summary';
import { secondsSince } from '../rehearsal/traffic';
import type { Block } from '../report/block';

interface Done {
  readonly result: Result;
  readonly seen: Seen;
}

export interface ReportFacts {
  /** `undefined`: nobody has said. */
  readonly expectedPeak: number | undefined;
  /** Requests a second of wall time that were sent at a speed. */
  readonly rateAt: (speed: number) => number;
  readonly wallSeconds: number;
}

/** The table that ends a run, narrow enough for 80 columns, and the report with everything behind it. */
export function rehearsalReport(done: readonly Done[], facts: ReportFacts): { readonly summary: readonly Block[]; readonly report: readonly Block[] } {
  const summary: readonly Block[] = [table(done), ...unexpected(done), ...lateness(done), ...blindness(done), ...databaseNotes(done), { kind: 'paragraph', text: explanation(done, facts) }];
  return { summary, report: [{ kind: 'heading', level: 1, text: 'Rehearsal' }, ...summary, ...done.flatMap(section)] };
}

function table(done: readonly Done[]): Block {
  return {
    kind: 'table',
    head: ['release', 'outcome', 'harmed', 'back on blue', 'writes lost'],
    align: ['left', 'left', 'right', 'right', 'right'],
    rows: done.flatMap(({ result }) => [
      [result.scenario, outcomeText(result), String(result.harmed.total), untilBlue(result), result.writes.missing === null ? '-' : String(result.writes.missing)],
      ...(result.beside === null ? [] : [[`  its ${result.beside.tier} tier`, outcomeText(result.beside), String(result.beside.harmed.total), '-', String(result.beside.work.missing)]]),
    ]),
  };
}

function outcomeText({ outcome, stoppedBy }: Pick<Result, 'outcome' | 'stoppedBy'>): string {
  return stoppedBy === null ? outcome : `${outcome} by ${stoppedBy.kind}`;
}

function untilBlue({ outcome, seconds }: Result): string {
  if (outcome === 'refused') return 'never lost it';
  return seconds.toBlue === null || seconds.toFirstShift === null ? '-' : durationText(seconds.toBlue - seconds.toFirstShift);
}

function unexpected(done: readonly Done[]): readonly Block[] {
  const items = done.flatMap(({ result, seen }) => disagreements(seen.scenario, result).map((what) => `${result.scenario}: ${what}`));
  if (items.length === 0) return [{ kind: 'paragraph', text: done.length === 1 ? 'It ended as expected.' : `All ${done.length} ended as expected.` }];
  return [{ kind: 'paragraph', text: 'NOT AS EXPECTED:' }, { kind: 'list', items }];
}

/** Where this machine may be to blame. */
function lateness(done: readonly Done[]): readonly Block[] {
  return done.flatMap(({ result, seen }): readonly Block[] => {
    const warning = paceWarning(result, seen.speed);
    return warning === undefined ? [] : [{ kind: 'paragraph', text: warning }];
  });
}

/** Why nobody but the customers noticed. */
function blindness(done: readonly Done[]): readonly Block[] {
  return done.filter(({ result }) => result.blind.length > 0).flatMap(({ result }): readonly Block[] =>
    [{ kind: 'paragraph', text: `Alarms that did not help in ${result.scenario}:` }, { kind: 'list', items: result.blind }]);
}

/** What nobody was harmed by yet. */
function databaseNotes(done: readonly Done[]): readonly Block[] {
  const items = [...new Set(done.flatMap(({ result: { scenario, unindexed, crowded } }) => [...unindexed, ...crowded].map((note) => `${scenario}: ${note}`)))];
  return items.length === 0 ? [] : [{ kind: 'paragraph', text: 'Notes on the database:' }, { kind: 'list', items }];
}

function explanation(done: readonly Done[], { expectedPeak, rateAt, wallSeconds }: ReportFacts): string {
  const [first] = done;
  if (first === undefined) return 'Nothing was rehearsed.';
  const { coverage } = first.result;
  const speed = first.seen.speed;
  return `harmed: customers' requests that the release answered with an error. back on blue: from its first customer until the release before had all of them again. `
    + `Times are the release's own; here they ran ${speed} times as fast. ${trafficText(expectedPeak, speed, rateAt(speed))} `
    + `${coverage.withBehaviour} of ${coverage.resources} resources have behaviour here, ${coverage.recordedOnly} are recorded only. All of it took ${durationText(wallSeconds)}.`;
}

/** Whether the load was what the stage is made for: any other ratio makes alarms look sharper or blunter than they are. */
function trafficText(expectedPeak: number | undefined, speed: number, rate: number): string {
  if (expectedPeak === undefined) return `Customers sent ${Number((rate / speed).toPrecision(2))} requests/s.`;
  const ratio = rate / (expectedPeak * speed);
  const stated = `The stage expects ${expectedPeak} requests/s at its peak`;
  return ratio === 1 ? `${stated}, and got as many.` : `${stated}, and got ${Number(ratio.toPrecision(2))} times as many.`;
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
      ['writes', `${writes.acknowledged} acknowledged, ${writes.missing === null ? 'nobody could look for them in a database' : `${writes.missing} missing on the primary, ${writes.duplicated} there twice`}`],
      ['latency', `half within ${seen.customers.latency(0.5).toFixed(1)} ms, 99 % within ${seen.customers.latency(0.99).toFixed(1)} ms of wall time`],
      ['sent late', `half by at most ${result.pace.halfWithinMs} ms, 99 % by at most ${result.pace.mostWithinMs} ms of wall time`],
      ...(result.sessions === null ? [] : [['sessions taken', `${result.sessions.held} held, ${result.sessions.refused} refused`] as const]),
      ...(result.beside === null ? [] : [[`the ${result.beside.tier} tier`, besideText(result.beside)] as const]),
      ['seed', String(result.seed)],
      ...(off.length === 0 ? [] : [['guards off', off.join('; ')] as const]),
      ...(seen.refusal === undefined ? [] : [['CloudFormation', seen.refusal] as const]),
    ] },
    ...verdictsText(result),
    ...(troubles.length === 0 ? [] : [{ kind: 'heading', level: 3, text: 'What went wrong for customers' } as const, { kind: 'list', items: troubles } as const]),
    { kind: 'heading', level: 3, text: 'What happened' },
    { kind: 'list', items: timeline(seen) },
  ];
}

function besideText({ release, requests, harmed, work, ...ending }: NonNullable<Result['beside']>): string {
  return `${release} ${outcomeText(ending)}; ${requests.sent} requests sent, ${harmed.total} failed because of it, ${requests.lost} lost on the way; `
    + `${work.requested} works left to workers, ${work.missing} not done`;
}

function verdictsText({ verdicts }: Result): readonly Block[] {
  if (verdicts.length === 0) return [];
  const items = verdicts.flatMap(({ verdict, reasons }) => (reasons.length === 0 ? [`${verdict}: everything that was asked`] : reasons.map((reason) => `${verdict}: ${reason}`)));
  return [{ kind: 'heading', level: 3, text: 'What the hooks saw' }, { kind: 'list', items }];
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
