import { comparedSampling, errorSampling } from '../core/rollout/alarm-plan';
import { longestReaction, shortestUsefulHold } from '../core/rollout/reaction';
import { toSeconds } from '../core/units';
import { conflict, inMinutes, type Conflict } from './conflict';
import { fargateSizes } from './fargate-sizes';
import type { Stage } from './stage';
import type { TaskSize, Tier } from './tier';
import { shiftDuration } from './traffic';

/**
 * What must hold between the settings of one tier, and between them and the stage's.
 *
 * Keys are those of the tier. A setting that could not be read is NaN or empty here, has its own problem already, and must not cause a
 * second one.
 */
export const tierRules: readonly ((tier: Tier, stage: Stage) => readonly Conflict[])[] = [
  bakeOutlastsAlarms, shiftOutlastsAlarms, certificateOfStage, taskCounts,
  ({ service }) => taskSize('service', service),
];

function bakeOutlastsAlarms({ bake }: Tier): Conflict[] {
  const needed = shortestUsefulHold(comparedSampling);
  return conflict(bake < needed, 'bakeMinutes',
    `must outlast the slowest rollback alarm (${comparedSampling.datapoints + 1} x ${toSeconds(comparedSampling.period)} s `
      + `and ${toSeconds(longestReaction)} s until it is acted upon), got ${inMinutes(bake)}: raise it to ${inMinutes(needed)}`);
}

function shiftOutlastsAlarms({ traffic }: Tier): Conflict[] {
  const shift = shiftDuration(traffic);
  const needed = shortestUsefulHold(errorSampling);
  return conflict(traffic.kind !== 'all-at-once' && shift < needed, 'traffic',
    `must take at least ${inMinutes(needed)} min until all traffic is on green, or no alarm can stop it before, `
      + `got ${inMinutes(shift)}: lengthen it, or say "all-at-once"`);
}

function certificateOfStage({ certificateArn }: Tier, { account, region }: Stage): Conflict[] {
  const [, , , itsRegion = '', itsAccount = ''] = certificateArn.split(':');
  const readable = account !== '' && region !== '' && certificateArn !== '';
  return conflict(readable && (itsRegion !== region || itsAccount !== account), 'certificateArn',
    `must be of the stage's own account and region (${account}, ${region}), got one of ${itsAccount}, ${itsRegion}`);
}

function taskCounts({ service }: Tier): Conflict[] {
  return conflict(service.minTasks > service.maxTasks, 'service.maxTasks',
    `must be at least minTasks (${service.minTasks}), got ${service.maxTasks}`);
}

export function taskSize(key: string, { cpu, memoryMiB }: TaskSize): Conflict[] {
  if (Number.isNaN(cpu) || Number.isNaN(memoryMiB)) return [];
  const sizes = fargateSizes.find((size) => size.cpu === cpu);
  if (sizes === undefined) {
    return [{ key: `${key}.cpu`, message: `must be one of ${fargateSizes.map((size) => size.cpu).join(', ')}, got ${cpu}` }];
  }
  return conflict(!sizes.memoryMiB.includes(memoryMiB), `${key}.memoryMiB`,
    `must be one of ${sizes.memoryMiB.join(', ')} for ${cpu} CPU units, got ${memoryMiB}`);
}
