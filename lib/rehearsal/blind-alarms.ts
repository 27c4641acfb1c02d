import { childrenOf } from '../core/alarm/composite/rule';
import { metricsOf, type AlarmDefinition } from '../core/alarm/definition';
import type { Sight } from '../core/alarm/sight';
import type { Instant } from '../core/units';
import { nameIn } from '../region/cloudwatch/composites';
import type { Region } from '../region/region';

/** Names of the deployment group's alarms that said nothing, each with the reason in one sentence; none when the group reads no alarms. */
export function blindAlarms({ alarms, composites }: Pick<Region, 'alarms' | 'composites'>, names: readonly string[], from: Instant, to: Instant): readonly string[] {
  const fired = new Set(alarms.history.filter(({ at, to: { state } }) => at >= from && state === 'ALARM').map(({ name }) => name));
  return names.filter((name) => !fired.has(name)).flatMap((name) => {
    const rule = composites.rules.get(name);
    if (rule === undefined) return [`${name} ${sentence(alarms.saw(name, from, to))}`];
    const children = childrenOf(rule).map(nameIn);
    return [`${name} looks only at ${children.join(', ')}`, ...blindAlarms({ alarms, composites }, children, from, to)];
  });
}

function sentence(saw: { readonly definition: AlarmDefinition; readonly sight: Sight } | undefined): string {
  if (saw === undefined) return 'does not exist';
  const { definition, sight: { points, worst, breaching } } = saw;
  const metrics = [...new Set(metricsOf(definition).map(({ namespace, name }) => `${namespace} ${name}`))].join(' and ');
  const { comparison, threshold, evaluationPeriods: n, datapointsToAlarm: m = n } = definition;
  if (points === 0) return `was blind: not one value of ${metrics} came`;
  const fires = `fires at ${COMPARISONS[comparison]} ${threshold} in ${m} of ${n} periods`;
  if (breaching === 0) return `was blind: of ${metrics} it saw ${worst} at worst, and ${fires}`;
  return `saw ${metrics} at ${worst} in ${breaching} of ${points} periods, which was not enough: it ${fires}`;
}

const COMPARISONS = { GreaterThanOrEqualToThreshold: '>=', GreaterThanThreshold: '>', LessThanThreshold: '<', LessThanOrEqualToThreshold: '<=' } as const;
