import type { Checked } from '../core/checked';
import { Reader } from '../core/reader';
import { minutes } from '../core/units';
import { readDatabase } from './read-database';
import { readNetwork, readReleaseTime, readRollback, readService, readTopology } from './read-sections';
import { readTraffic } from './read-traffic';
import type { Stage } from './stage';
import { stageRules } from './stage-rules';

const likeHost = { pattern: /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, like: 'a host name such as "api.example.com"' };
const likeCertificate = { pattern: /^arn:[a-z-]+:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/, like: 'the ARN of an ACM certificate' };
const likeRegion = { pattern: /^[a-z]{2}(-[a-z]+)+-\d$/, like: 'a region such as "ap-northeast-2"' };
const likeZone = { pattern: /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, like: 'zones such as "ap-northeast-2a"' };
const likeReason = { pattern: /^.{20,}$/, like: 'a reason of at least 20 characters' };

/**
 * Reads one stage from data that nobody has checked yet.
 *
 * @returns the stage, or everything that is wrong with it at once; each path begins with the stage's name
 */
export function readStage(name: string, source: unknown): Checked<Stage> {
  const read = new Reader(source, name);
  if (!/^[a-z][a-z0-9]{1,11}$/.test(name)) read.wrong('', 'must be called by 2 to 12 lower case letters and digits, such as "staging"');
  const stage: Stage = {
    name,
    account: read.text('account', { pattern: /^\d{12}$/, like: 'an account of twelve digits' }),
    accountSharedBecause: read.has('accountSharedBecause') ? read.text('accountSharedBecause', likeReason) : undefined,
    region: read.text('region', likeRegion),
    zones: read.texts('zones', { min: 3, max: 3, ...likeZone }),
    domain: read.text('domain', likeHost),
    certificateArn: read.text('certificateArn', likeCertificate),
    expectedPeak: read.number('expectedPeak', { min: 0.1, max: 100_000 }),
    traffic: readTraffic(read.object('traffic')),
    bake: minutes(read.integer('bakeMinutes', { min: 1, max: 2_880 })),
    releaseTime: readReleaseTime(read.object('releaseTime')),
    rollback: readRollback(read.object('rollback')),
    network: readNetwork(read.object('network')),
    service: readService(read.object('service')),
    database: readDatabase(read.object('database')),
    logDays: read.integer('logDays'),
    topology: readTopology(read.object('topology')),
  };
  read.onlyKnownKeys();
  for (const { key, message } of stageRules.flatMap((rule) => rule(stage))) read.wrong(key, message);
  return read.result(stage);
}
