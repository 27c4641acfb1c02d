import type { Instant } from '../units';
import type { Moment } from './story';
import type { ToldTimes } from './traffic-span';

/** An alarm that came into another state. */
export interface AlarmTurn {
  readonly name: string;
  readonly at: Instant;
  /** `ALARM`, `OK`, `INSUFFICIENT_DATA`, or what AWS will say one day. */
  readonly state: string;
  readonly because: string;
}

/** Everything that happened, in the order of time. */
export function momentsOf(id: string, { createdAt, completedAt, events, rollback }: ToldTimes, alarms: readonly AlarmTurn[] = []): readonly Moment[] {
  const told: readonly (readonly [Instant | undefined, string])[] = [
    [createdAt, `${id} was created`],
    ...events.flatMap(({ name, status, startedAt, endedAt }) => (startedAt === undefined ? [] : [[startedAt, `${name} began`] as const, [endedAt, `${name} ${status === 'Succeeded' ? 'ended well' : `ended: ${status}`}`] as const])),
    [completedAt, `${id} was over`],
    ...(rollback === undefined ? [] : [[rollback.createdAt, `its rollback ${rollback.id} began`] as const, [rollback.completedAt, `its rollback ${rollback.id} was over`] as const]),
    ...alarms.map(({ name, at, state, because }) => [at, state === 'ALARM' ? `the alarm ${name} fired${because === '' ? '' : `: ${because}`}` : `the alarm ${name} became ${state}`] as const),
  ];
  return told.flatMap(([at, what]) => (at === undefined ? [] : [{ at, what }])).toSorted((one, other) => one.at - other.at);
}
