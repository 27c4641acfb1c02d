import type { Reader } from '../core/reader';
import { millis } from '../core/units';
import type { Database } from './stage';

const clock = '([01]\\d|2[0-3]):[0-5]\\d';
const day = '(mon|tue|wed|thu|fri|sat|sun)';

export function readDatabase(read: Reader): Database {
  const database: Database = {
    instanceType: read.text('instanceType', { pattern: /^[a-z]\w+\.\w+$/, like: 'an instance type such as "m7g.large"' }),
    storageGiB: read.integer('storageGiB', { min: 20, max: 65_536 }),
    maxStorageGiB: read.integer('maxStorageGiB', { min: 20, max: 65_536 }),
    replicaZones: read.texts('replicaZones', { min: 1, max: 5, pattern: /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, like: 'zones, one for each replica' }),
    backupDays: read.integer('backupDays', { min: 14, max: 35 }),
    backupWindow: read.text('backupWindow', {
      pattern: new RegExp(`^${clock}-${clock}$`), like: 'a daily window in UTC such as "18:00-18:30"',
    }),
    maintenanceWindow: read.text('maintenanceWindow', {
      pattern: new RegExp(`^${day}:${clock}-${day}:${clock}$`), like: 'a weekly window in UTC such as "tue:19:00-tue:19:30"',
    }),
    slowStatement: millis(read.integer('slowStatementMs', { min: 1, max: 60_000 })),
  };
  read.onlyKnownKeys();
  return database;
}
