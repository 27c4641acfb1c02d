const minutesOfDay = 24 * 60;

/**
 * Whether a weekly maintenance window (`tue:19:00-tue:19:30`) meets the daily backup window (`18:00-18:30`).
 *
 * False for what is not a window.
 */
export function maintenanceOverlapsBackup(maintenance: string, backup: string): boolean {
  const [start = NaN, end = NaN] = times(maintenance);
  const [backupStart = NaN, backupEnd = NaN] = times(backup);
  const length = around(end - start);
  const backupLength = around(backupEnd - backupStart);
  return around(backupStart - start) < length || around(start - backupStart) < backupLength;
}

const times = (window: string): number[] =>
  [...window.matchAll(/(\d\d):(\d\d)/g)].map(([, hour, minute]) => Number(hour) * 60 + Number(minute));

/** A distance on the clock, so that a window may run past midnight. */
const around = (distance: number): number => ((distance % minutesOfDay) + minutesOfDay) % minutesOfDay;
