import type { Checked } from '../core/checked';
import { Reader } from '../core/reader';
import { readDatabase } from './read-database';
import { readDelivery } from './read-delivery';
import { readNetwork, readReleaseTime, readRollback, readTopology } from './read-sections';
import { readAuxiliary, readTier } from './read-tier';
import type { Stage } from './stage';
import { stageRules } from './stage-rules';

const likeRegion = { pattern: /^[a-z]{2}(-[a-z]+)+-\d$/, like: 'a region such as "ap-northeast-2"' };
const likeZone = { pattern: /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, like: 'zones such as "ap-northeast-2a"' };
const likeStage = { pattern: /^[a-z][a-z0-9]{1,11}$/, like: 'the name of a stage such as "staging"' };
const likeReason = { pattern: /^.{20,}$/, like: 'a reason of at least 20 characters' };

/**
 * Reads one stage from data that nobody has checked yet.
 *
 * @returns the stage, or everything that is wrong with it at once; each path begins with the stage's name
 */
export function readStage(name: string, source: unknown): Checked<Stage> {
  const read = new Reader(source, name);
  if (!likeStage.pattern.test(name)) read.wrong('', 'must be called by 2 to 12 lower case letters and digits, such as "staging"');
  const stage: Stage = {
    name,
    account: read.text('account', { pattern: /^\d{12}$/, like: 'an account of twelve digits' }),
    accountSharedBecause: read.has('accountSharedBecause') ? read.text('accountSharedBecause', likeReason) : undefined,
    region: read.text('region', likeRegion),
    zones: read.texts('zones', { min: 3, max: 3, ...likeZone }),
    ...readTier(read),
    releaseTime: readReleaseTime(read.object('releaseTime')),
    rollback: readRollback(read.object('rollback')),
    network: readNetwork(read.object('network')),
    database: readDatabase(read.object('database')),
    logDays: read.integer('logDays'),
    topology: readTopology(read.object('topology')),
    promotesFrom: read.has('promotesFrom') ? read.text('promotesFrom', likeStage) : undefined,
    delivery: readDelivery(read.object('delivery')),
    auxiliary: readAuxiliary(read.object('auxiliary')),
  };
  read.onlyKnownKeys();
  for (const { key, message } of stageRules.flatMap((rule) => rule(stage))) read.wrong(key, message);
  return read.result(stage);
}
