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
  const problems = [...read.flatMap((stage) => (stage.ok ? [] : stage.problems)), ...mixedUp(stages), ...promotions(stages, Object.keys(from))];
  return problems.length === 0 ? accepted(stages) : { ok: false, problems };
}

/** What one stage may not have in common with another: writes meant for one would reach the other. */
function mixedUp(stages: readonly Stage[]): Problem[] {
  return stages.flatMap((stage, index) => stages.slice(0, index).flatMap((earlier) => [
    ...sharedAccount(stage, earlier),
    ...sharedDomain(stage, earlier),
    ...sharedPipeline(stage, earlier),
  ]));
}

/** A release moves in one direction, so that a stage can only ask for the word of one before it. */
function promotions(stages: readonly Stage[], names: readonly string[]): Problem[] {
  return stages.flatMap(({ name, promotesFrom }) => {
    const earlier = names.slice(0, names.indexOf(name));
    if (promotesFrom === undefined || earlier.includes(promotesFrom)) return [];
    return [{ path: `${name}.promotesFrom`, message: `must be a stage before it (${earlier.join(', ') || 'there is none'}), got ${JSON.stringify(promotesFrom)}` }];
  });
}

/** Whoever approves a deployment of one stage must not have approved that of another with it; and an account has one provider. */
function sharedPipeline(stage: Stage, earlier: Stage): Problem[] {
  const [one, other] = [stage.delivery, earlier.delivery];
  const isSame = one.repository === other.repository && one.environment === other.environment;
  const isTwice = stage.account === earlier.account && one.identityProvider === 'own' && other.identityProvider === 'own';
  return [
    ...(isSame ? [{ path: `${stage.name}.delivery.environment`, message: `must differ from that of ${earlier.name}, got ${one.environment} for both: whoever may deploy one could deploy the other` }] : []),
    ...(isTwice ? [{ path: `${stage.name}.delivery.identityProvider`, message: `must be existing: ${earlier.name} makes the provider in the same account, and there can be only one` }] : []),
  ];
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
