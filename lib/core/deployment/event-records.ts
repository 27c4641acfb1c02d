import type { Instant } from '../units';
import { lifecycleEvents, type LifecycleEvent } from './lifecycle-event';

/** What has become of one lifecycle event. */
export type EventRecord =
  | { readonly status: 'Pending' }
  | { readonly status: 'InProgress'; readonly startedAt: Instant }
  | { readonly status: 'Succeeded' | 'Failed'; readonly startedAt: Instant; readonly endedAt: Instant }
  | { readonly status: 'Skipped' };
export type EventStatus = EventRecord['status'];
export type EventRecords = Readonly<Record<LifecycleEvent, EventRecord>>;

const pending: EventRecord = { status: 'Pending' };

export const noneStarted: EventRecords = {
  BeforeInstall: pending,
  Install: pending,
  AfterInstall: pending,
  AllowTestTraffic: pending,
  AfterAllowTestTraffic: pending,
  BeforeAllowTraffic: pending,
  AllowTraffic: pending,
  AfterAllowTraffic: pending,
};

export const hasStarted = (record: EventRecord): boolean => record.status !== 'Pending' && record.status !== 'Skipped';

export const firstPending = (records: EventRecords): LifecycleEvent | undefined =>
  lifecycleEvents.find((event) => records[event].status === 'Pending');

export function begin(records: EventRecords, event: LifecycleEvent, now: Instant): EventRecords {
  return { ...records, [event]: { status: 'InProgress', startedAt: now } };
}

/** The running event has succeeded; nothing changes when none is running. */
export function succeedRunning(records: EventRecords, now: Instant): EventRecords {
  return each(records, (record) =>
    record.status === 'InProgress' ? { status: 'Succeeded', startedAt: record.startedAt, endedAt: now } : record);
}

/** The end of a deployment that did not get through: the running event has failed, and those after it are skipped. */
export function abandon(records: EventRecords, now: Instant): EventRecords {
  return each(records, (record) => {
    if (record.status === 'InProgress') return { status: 'Failed', startedAt: record.startedAt, endedAt: now };
    return record.status === 'Pending' ? { status: 'Skipped' } : record;
  });
}

function each(records: EventRecords, change: (record: EventRecord) => EventRecord): EventRecords {
  const changed: Record<LifecycleEvent, EventRecord> = { ...records };
  for (const event of lifecycleEvents) changed[event] = change(records[event]);
  return changed;
}
