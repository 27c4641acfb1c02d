import { accepted, type Checked, type Problem } from '../core/checked';
import { readStage } from './read-stage';
import type { Stage } from './stage';
import { production } from './stages/production';
import { staging } from './stages/staging';

const sources: Readonly<Record<string, unknown>> = { staging, production };

/**
 * Reads every stage, in the order in which a release reaches them.
 *
 * @returns all stages, or every problem of every one of them
 */
export function readAllStages(from: Readonly<Record<string, unknown>> = sources): Checked<readonly Stage[]> {
  const read = Object.entries(from).map(([name, source]) => readStage(name, source));
  const stages = read.flatMap((stage) => (stage.ok ? [stage.value] : []));
  const problems = [...read.flatMap((stage) => (stage.ok ? [] : stage.problems)), ...mixedUp(stages)];
  return problems.length === 0 ? accepted(stages) : { ok: false, problems };
}

/** What one stage may not have in common with another: writes meant for one would reach the other. */
function mixedUp(stages: readonly Stage[]): Problem[] {
  return stages.flatMap((stage, index) => stages.slice(0, index).flatMap((earlier) => [
    ...sharedAccount(stage, earlier),
    ...sharedDomain(stage, earlier),
  ]));
}

function sharedDomain(stage: Stage, earlier: Stage): Problem[] {
  const taken = domainsOf(earlier).map(({ domain }) => domain);
  return domainsOf(stage).filter(({ domain }) => taken.includes(domain)).map(({ key, domain }) => ({
    path: `${stage.name}.${key}`, message: `must differ from those of ${earlier.name}, got ${domain} in both`,
  }));
}

const domainsOf = ({ domain, auxiliary }: Stage) => [{ key: 'domain', domain }, { key: 'auxiliary.domain', domain: auxiliary.domain }];

function sharedAccount(stage: Stage, earlier: Stage): Problem[] {
  const silent = [stage, earlier].filter((one) => one.accountSharedBecause === undefined);
  if (stage.account !== earlier.account || silent.length === 0) return [];
  return [{
    path: `${stage.name}.account`,
    message: `must differ from that of ${earlier.name}, got ${stage.account} for both: use another account, `
      + `or say why in accountSharedBecause of ${silent.map((one) => one.name).join(' and ')}`,
  }];
}
