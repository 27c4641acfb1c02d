import { minutes } from '../core/units';
import { auxiliaryCap, connections } from './capacity-rules';
import { conflict, inMinutes, type Conflict } from './conflict';
import { maintenanceOverlapsBackup } from './database-windows';
import { plannedParts, plannedTime } from './planned-time';
import type { Stage } from './stage';
import { taskSize, tierRules } from './tier-rules';

/**
 * What must hold between the settings of one stage.
 *
 * A setting that could not be read is NaN or empty here, has its own problem already, and must not cause a second one.
 */
export const stageRules: readonly ((stage: Stage) => readonly Conflict[])[] = [
  plannedDuration, ofTiers, ownDomains, worker, zonesOfRegion, replicaZones, storage, windows, logRetention, auxiliaryCap, connections,
];

/** How long CloudWatch Logs can be told to keep a log, from a month on. */
const logPeriods = [30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1_096, 1_827, 2_192, 2_557, 2_922, 3_288, 3_653];

/** CloudFormation waits one hour for a custom resource; five minutes are kept for what nobody planned. */
export const longestRelease = minutes(55);

function plannedDuration(stage: Stage): Conflict[] {
  const sum = plannedTime(stage);
  const spelled = Object.entries(plannedParts(stage)).map(([name, span]) => `${inMinutes(span)} ${name}`).join(' + ');
  return conflict(sum > longestRelease, 'releaseTime',
    `must add up to at most ${inMinutes(longestRelease)} min with the shift, got ${inMinutes(sum)} (${spelled}): `
      + 'CloudFormation stops waiting after an hour, so shorten the longest part');
}

function ofTiers(stage: Stage): Conflict[] {
  const tiers = [{ tier: stage, under: '' }, { tier: stage.auxiliary, under: 'auxiliary.' }];
  return tiers.flatMap(({ tier, under }) => tierRules.flatMap((rule) => rule(tier, stage))
    .map(({ key, message }) => ({ key: `${under}${key}`, message })));
}

function ownDomains({ domain, auxiliary }: Stage): Conflict[] {
  return conflict(domain !== '' && domain === auxiliary.domain, 'auxiliary.domain',
    `must differ from that of the API, got ${domain} for both: each has a load balancer of its own`);
}

function worker({ auxiliary }: Stage): Conflict[] {
  return taskSize('auxiliary.worker', auxiliary.worker);
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
