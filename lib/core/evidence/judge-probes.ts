import { findings, type Finding } from './findings';
import type { Probe } from './probe-plan';
import type { Judgement, Verdict } from './verdict';

/** What came back for one probe. */
export type ProbeAnswer =
  | { readonly probe: Probe; readonly kind: 'answered'; readonly status: number; readonly code: string | undefined; readonly release: string | undefined; readonly server: ServerClaim | undefined }
  | { readonly probe: Probe; readonly kind: 'unanswered'; readonly why: string; readonly silence: Silence };

/**
 * How an answer did not come. `late`: nobody broke it off. `cut`: there was no connection, or it ended before an answer began. A load
 * balancer answers 502, 503 or 504 itself for tasks that do so, so it was the load balancer's own, or the network's
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html). `torn`: it ended in the middle
 * of an answer, which tasks can do as well.
 */
export type Silence = 'late' | 'cut' | 'torn';

/** Which database server a write says it was taken by, read in the transaction of the write. */
export interface ServerClaim {
  readonly recovery: boolean;
  readonly server: string;
}

export interface ProbeEvidence {
  readonly planned: number;
  readonly answers: readonly ProbeAnswer[];
  /** The release that the probed tasks should run. */
  readonly release: string;
  /** Keys of the writes that the primary knows; `undefined` when it could not be asked. */
  readonly recorded: ReadonlySet<string> | undefined;
}

export interface ProbeJudgement extends Judgement {
  /** All that was found is what a database or a load balancer that is away does to any release: nothing is known of this one, and it has to be asked again. */
  readonly away?: true;
}

/** Whether every operation works alone and together with the others, and every write is on the primary. */
export function judgeProbes(evidence: ProbeEvidence): ProbeJudgement {
  const operations = [...new Set(evidence.answers.map(({ probe }) => probe.operation))];
  const found = [...wholeEvidence(evidence), ...operations.flatMap((operation) => ofOperation(operation, evidence))];
  const away = seemsAway(evidence) && found.every(({ verdict }) => verdict !== 'failed');
  return { ...findings(found), ...(away && { away }) };
}

/**
 * Whether nothing more is to be learned now: `503` is how a service says that what it depends on is away, and that the request can be
 * repeated. What was planned after such an answer would meet what it has not left behind.
 */
export const isInVain = (answer: ProbeAnswer): boolean => (answer.kind === 'answered' ? answer.status === UNAVAILABLE && answer.probe.expect !== UNAVAILABLE : answer.silence !== 'torn');

const UNAVAILABLE = 503;

/** Somebody has said so: the service, the primary, which did not speak to whoever asks either, or a connection that no task can have cut. */
const seemsAway = ({ planned, answers, recorded }: ProbeEvidence): boolean =>
  planned > 0 && (recorded === undefined || answers.some((answer) => (answer.kind === 'answered' ? isInVain(answer) : answer.silence === 'cut')));

function wholeEvidence({ planned, answers, recorded }: ProbeEvidence): readonly Finding[] {
  const answered = answers.filter(({ kind }) => kind === 'answered').length;
  if (planned === 0) return [{ verdict: 'inconclusive', reason: 'no operation has a probe' }];
  if (answered === 0) return [{ verdict: 'broken', reason: `none of ${planned} probes was answered: ${whyOf(answers)}` }];
  return [
    ...(answers.length < planned ? [{ verdict: 'inconclusive' as const, reason: `${answers.length} of ${planned} planned probes were sent` }] : []),
    ...(recorded === undefined ? [{ verdict: 'broken' as const, reason: 'the primary could not be asked which writes it knows' }] : []),
  ];
}

function ofOperation(operation: string, evidence: ProbeEvidence): readonly Finding[] {
  const { answers, release, recorded } = evidence;
  const away = seemsAway(evidence);
  const own = answers.filter(({ probe }) => probe.operation === operation);
  const answered = own.filter((answer) => answer.kind === 'answered');
  // A session with a server that has vanished notices it late: a late answer is a part of its absence, and of nothing else.
  const [silent, absent] = parted(own.filter((answer) => answer.kind === 'unanswered'), (answer) => !(away && isInVain(answer)));
  const [cut, late] = parted(absent, ({ silence }) => silence === 'cut');
  const [wrong, unavailable] = parted(answered.filter(({ status, probe }) => status !== probe.expect), (answer) => !isInVain(answer));
  const good = answered.filter(({ status, probe }) => status === probe.expect);
  const writes = good.filter(({ probe }) => probe.effect === 'write');
  const onReplica = writes.filter(({ server }) => server?.recovery === true);
  const unproven = writes.filter(({ server }) => server === undefined);
  const lost = recorded === undefined ? [] : writes.filter(({ probe }) => !recorded.has(probe.key));
  const foreign = answered.filter((answer) => answer.release !== release);
  const finding = (verdict: Verdict, found: readonly unknown[], what: string): readonly Finding[] =>
    (found.length === 0 ? [] : [{ verdict, reason: `${operation}: ${found.length} of ${own.length} ${what}` }]);
  return [
    ...finding('failed', wrong, `answered with an error (${countedErrors(wrong)})`),
    ...finding('failed', silent, `got no answer (${whyOf(silent)})`),
    ...finding('failed', onReplica, 'writes were taken by a server in recovery'),
    ...finding('failed', lost, 'acknowledged writes are not on the primary'),
    ...finding('failed', foreign, `answers came from another release than ${release} (${counted(foreign.map((answer) => answer.release ?? 'none'))})`),
    ...finding('inconclusive', unavailable, `answered that what they need is away (${countedErrors(unavailable)})`),
    ...finding('inconclusive', cut, `were cut off before an answer, which a load balancer does and no task behind it can (${whyOf(cut)})`),
    ...finding('inconclusive', late, `got no answer in time (${whyOf(late)})`),
    ...finding('inconclusive', unproven, 'writes did not say which server took them'),
  ];
}

function parted<T>(all: readonly T[], isFirst: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

const countedErrors = (answers: readonly Extract<ProbeAnswer, { kind: 'answered' }>[]): string =>
  counted(answers.map(({ status, code }) => `${status}${code === undefined ? '' : ` ${code}`}`));

function counted(found: readonly string[]): string {
  const kinds = [...new Set(found)];
  return kinds.map((kind) => `${found.filter((other) => other === kind).length} x ${kind}`).join(', ');
}

const whyOf = (answers: readonly ProbeAnswer[]): string =>
  counted(answers.flatMap((answer) => (answer.kind === 'unanswered' ? [answer.why] : [])));
