import { errorSampling, hostSampling } from '../core/rollout/alarm-plan';
import { longestReaction, shortestUsefulHold } from '../core/rollout/reaction';
import { type Millis, millis, minutes, toSeconds } from '../core/units';
import { maintenanceOverlapsBackup } from './database-windows';
import { fargateSizes } from './fargate-sizes';
import type { Stage } from './stage';
import { shiftDuration } from './traffic';

/** A setting that is wrong only together with others; `key` is where to look. */
export interface Conflict {
  readonly key: string;
  readonly message: string;
}

/**
 * What must hold between the settings of one stage.
 *
 * A setting that could not be read is NaN or empty here, has its own problem already, and must not cause a second one.
 */
export const stageRules: readonly ((stage: Stage) => readonly Conflict[])[] = [
  plannedDuration, bakeOutlastsAlarms, shiftOutlastsAlarms, zonesOfRegion, replicaZones,
  certificateOfStage, taskCounts, taskSize, storage, windows, logRetention,
];

/** How long CloudWatch Logs can be told to keep a log, from a month on. */
const logPeriods = [30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1_096, 1_827, 2_192, 2_557, 2_922, 3_288, 3_653];

/** CloudFormation waits one hour for a custom resource; five minutes are kept for what nobody planned. */
export const longestRelease = minutes(55);

function plannedDuration({ releaseTime, traffic }: Stage): Conflict[] {
  const { migrations, install, hooks, margin } = releaseTime;
  const parts = { migrations, install, hooks, shift: shiftDuration(traffic), margin };
  const sum = millis(Object.values(parts).reduce((total, part) => total + part, 0));
  const spelled = Object.entries(parts).map(([name, span]) => `${inMinutes(span)} ${name}`).join(' + ');
  return conflict(sum > longestRelease, 'releaseTime',
    `must add up to at most ${inMinutes(longestRelease)} min with the shift, got ${inMinutes(sum)} (${spelled}): `
      + 'CloudFormation stops waiting after an hour, so shorten the longest part');
}

function bakeOutlastsAlarms({ bake }: Stage): Conflict[] {
  const needed = shortestUsefulHold(hostSampling);
  return conflict(bake < needed, 'bakeMinutes',
    `must outlast the slowest rollback alarm (${hostSampling.datapoints + 1} x ${toSeconds(hostSampling.period)} s `
      + `and ${toSeconds(longestReaction)} s until it is acted upon), got ${inMinutes(bake)}: raise it to ${inMinutes(needed)}`);
}

function shiftOutlastsAlarms({ traffic }: Stage): Conflict[] {
  const shift = shiftDuration(traffic);
  const needed = shortestUsefulHold(errorSampling);
  return conflict(traffic.kind !== 'all-at-once' && shift < needed, 'traffic',
    `must take at least ${inMinutes(needed)} min until all traffic is on green, or no alarm can stop it before, `
      + `got ${inMinutes(shift)}: lengthen it, or say "all-at-once"`);
}

function zonesOfRegion({ region, zones }: Stage): Conflict[] {
  const foreign = zones.filter((zone) => region !== '' && zone.slice(0, -1) !== region);
  return [
    ...conflict(foreign.length > 0, 'zones', `must lie in ${region}, got ${foreign.join(', ')}`),
    ...conflict(new Set(zones).size < zones.length, 'zones', `must be three different zones, got ${zones.join(', ')}`),
  ];
}

function replicaZones({ zones, database }: Stage): Conflict[] {
  const unknown = database.replicaZones.filter((zone) => zones.length > 0 && !zones.includes(zone));
  const left = zones.filter((zone) => !database.replicaZones.includes(zone));
  return [
    ...conflict(unknown.length > 0, 'database.replicaZones',
      `must be zones of the stage (${zones.join(', ')}), got ${unknown.join(', ')}`),
    ...conflict(zones.length > 0 && left.length < 2, 'database.replicaZones',
      `must leave two zones for the primary and its standby, leaves ${left.length === 0 ? 'none' : left.join(', ')}: `
        + 'put the replicas into one zone'),
  ];
}

function certificateOfStage({ account, region, certificateArn }: Stage): Conflict[] {
  const [, , , itsRegion = '', itsAccount = ''] = certificateArn.split(':');
  const readable = account !== '' && region !== '' && certificateArn !== '';
  return conflict(readable && (itsRegion !== region || itsAccount !== account), 'certificateArn',
    `must be of the stage's own account and region (${account}, ${region}), got one of ${itsAccount}, ${itsRegion}`);
}

function taskCounts({ service }: Stage): Conflict[] {
  return conflict(service.minTasks > service.maxTasks, 'service.maxTasks',
    `must be at least minTasks (${service.minTasks}), got ${service.maxTasks}`);
}

function taskSize({ service }: Stage): Conflict[] {
  const { cpu, memoryMiB } = service;
  if (Number.isNaN(cpu) || Number.isNaN(memoryMiB)) return [];
  const sizes = fargateSizes.find((size) => size.cpu === cpu);
  if (sizes === undefined) {
    return [{ key: 'service.cpu', message: `must be one of ${fargateSizes.map((size) => size.cpu).join(', ')}, got ${cpu}` }];
  }
  return conflict(!sizes.memoryMiB.includes(memoryMiB), 'service.memoryMiB',
    `must be one of ${sizes.memoryMiB.join(', ')} for ${cpu} CPU units, got ${memoryMiB}`);
}

function storage({ database }: Stage): Conflict[] {
  const least = Math.ceil((database.storageGiB * 11) / 10);
  return conflict(database.maxStorageGiB < least, 'database.maxStorageGiB',
    `must be a tenth above storageGiB (${database.storageGiB}) at least, which is ${least}, got ${database.maxStorageGiB}: `
      + 'RDS refuses less');
}

function windows({ database }: Stage): Conflict[] {
  const { backupWindow, maintenanceWindow } = database;
  return conflict(maintenanceOverlapsBackup(maintenanceWindow, backupWindow), 'database.maintenanceWindow',
    `must not overlap the backup (${backupWindow} every day), got ${maintenanceWindow}: RDS refuses that`);
}

function logRetention({ logDays }: Stage): Conflict[] {
  const unknown = !Number.isNaN(logDays) && !logPeriods.includes(logDays);
  return conflict(unknown, 'logDays', `must be one of ${logPeriods.join(', ')}, got ${logDays}`);
}

const conflict = (found: boolean, key: string, message: string): Conflict[] => (found ? [{ key, message }] : []);
const inMinutes = (span: Millis): number => span / minutes(1);
