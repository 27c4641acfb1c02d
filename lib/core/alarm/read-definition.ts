import type { Checked, Problem } from '../checked';
import { Reader } from '../reader';
import type { AlarmDefinition, Watched } from './definition';
import { definitionProblems } from './definition-rules';
import { readMetricStat, readQueries } from './read-metrics';

/**
 * Reads the properties of an `AWS::CloudWatch::Alarm`, or the input of `PutMetricAlarm`, which spell them alike. References
 * must be resolved. `name` is the physical name, since a template may leave it to CloudFormation.
 *
 * What would be evaluated differently than it is written is a problem that names it: anomaly bands, wall-clock windows,
 * Metrics Insights, functions of metric math that are not built.
 */
export function readDefinition(name: string, properties: unknown, path = name): Checked<AlarmDefinition> {
  const problems: Problem[] = [];
  const read = new Reader(properties, path, problems);
  for (const key of notEvaluated) read.has(key);
  const watched = readWatched(read, path, problems);
  const definition: AlarmDefinition = {
    name,
    watched,
    comparison: read.oneOf('ComparisonOperator', [
      'GreaterThanOrEqualToThreshold', 'GreaterThanThreshold', 'LessThanThreshold', 'LessThanOrEqualToThreshold',
    ]),
    threshold: read.number('Threshold'),
    evaluationPeriods: read.integer('EvaluationPeriods', { min: 1 }),
    datapointsToAlarm: read.has('DatapointsToAlarm') ? read.integer('DatapointsToAlarm', { min: 1 }) : undefined,
    treatMissingData: read.has('TreatMissingData')
      ? read.oneOf('TreatMissingData', ['missing', 'ignore', 'breaching', 'notBreaching']) : 'missing',
    lowSampleCountPercentile: read.has('EvaluateLowSampleCountPercentile')
      ? read.oneOf('EvaluateLowSampleCountPercentile', ['evaluate', 'ignore']) : 'evaluate',
  };
  read.onlyKnownKeys();
  if (problems.length === 0) problems.push(...definitionProblems(definition, path));
  return read.result(definition);
}

/** Settings that say what follows from a state, not which state it is. */
const notEvaluated = ['AlarmName', 'AlarmDescription', 'ActionsEnabled', 'AlarmActions', 'OKActions', 'InsufficientDataActions', 'Tags'];

function readWatched(read: Reader, path: string, problems: Problem[]): Watched {
  if (read.has('Metrics')) return { kind: 'math', queries: readQueries(read.raw('Metrics'), `${path}.Metrics`, problems) };
  return { kind: 'metric', metric: readMetricStat(read, read) };
}
