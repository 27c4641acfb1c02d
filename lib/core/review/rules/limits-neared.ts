import type { Rule } from '../finding';
import { everyPlace, isLost, isRaised, together } from '../see';
import { numberAt } from '../../template/template';

/** CPU units of one virtual CPU, as ECS counts. */
const unitsOfCpu = 1_024;

/** More tasks at most, which during a deployment are there twice: each takes of the account's Fargate quota, and opens database sessions. */
const moreTasks: Rule = ({ changes, after }) => changes.filter(({ type }) => type === 'AWS::ApplicationAutoScaling::ScalableTarget').flatMap((change) =>
  change.differences.filter((place) => place.path === 'MaxCapacity' && isRaised(place)).map((place) => {
    const most = 2 * (numberAt(change.after, 'Properties.MaxCapacity') ?? 0);
    const mates = after.filter(({ stage, tier }) => stage === change.stack.stage && tier === change.stack.tier);
    const sizes = mates.flatMap(({ template }) => Object.values(template.Resources)).filter(({ Type }) => Type === 'AWS::ECS::TaskDefinition').map(({ Properties }) => numberAt(Properties, 'Cpu') ?? 0);
    const cpus = (most * Math.max(0, ...sizes)) / unitsOfCpu;
    return { change, property: place.path, what: `at most ${String(place.after)} tasks instead of ${String(place.before)}: ${most} while a deployment runs${cpus > 0 ? `, ${cpus} vCPU of the account's Fargate quota` : ''}, each with its database sessions` };
  }));

/** What is taken of a limit that others stand below too. */
export const limitsNeared = together(
  moreTasks,
  everyPlace(/^AWS::RDS::DBProxyTargetGroup$/, (place) => /^ConnectionPoolConfigurationInfo/.test(place.path) && isLost(place)),
  everyPlace(/^AWS::RDS::DBProxy$/, ({ path }) => path === 'IdleClientTimeout'),
  everyPlace(/ParameterGroup$/, ({ path }) => /^Parameters\.(max_connections|idle_.*timeout|statement_timeout|work_mem|shared_buffers)$/.test(path)),
);
