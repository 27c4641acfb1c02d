import type { Axis, Change } from '../change';
import type { Rule } from '../finding';

/**
 * Servers and software in one change: nobody could say afterwards which of them it was, nor go back with one of them alone.
 *
 * Stacks say themselves which they are. In stacks of other projects, software is what a task runs and the custom resource that deploys it.
 */
export const bothAxes: Rule = ({ changes }) => {
  const stages = [...new Set(changes.map(({ stack }) => stack.stage))];
  return stages.flatMap((stage) => {
    const here = changes.filter(({ stack }) => stack.stage === stage);
    const [servers, software] = (['topology', 'release'] as const).map((axis) => here.filter((change) => axisOf(change) === axis));
    const [first] = software ?? [];
    if (servers === undefined || servers.length === 0 || first === undefined) return [];
    if (first.stack.axis === undefined) return [{ change: first, risk: 'downtime', what: `${first.path} changes together with the servers that it runs on (${servers.map(({ path }) => path).slice(0, 3).join(', ')}${servers.length > 3 ? ', ...' : ''})` }];
    const names = (found: readonly Change[] | undefined): string => [...new Set((found ?? []).map(({ stack }) => stack.id))].join(', ');
    return [{ change: first, what: `${names(servers)} (topology) and ${names(software)} (release) change together` }];
  });
};

const axisOf = ({ stack, type }: Change): Axis => stack.axis ?? (/^(AWS::ECS::TaskDefinition|Custom::.*Deployment)$/.test(type) ? 'release' : 'topology');
