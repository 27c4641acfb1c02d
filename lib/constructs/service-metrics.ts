import type { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** Where services count: by `Stage` and `Service`, what customers ask for also by `Operation`. */
const namespace = 'Changeover/Service';

export interface ServiceOf {
  readonly stage: string;
  readonly service: string;
}

export interface Reading {
  /** Such as `Sum` or `p99`. */
  readonly statistic: string;
  readonly period: Duration;
}

/** A number that a service writes with its log lines, over all of its tasks and releases. */
export function serviceMetric({ stage, service }: ServiceOf, metricName: string, reading: Reading, operation?: string): cloudwatch.Metric {
  const dimensionsMap = { Stage: stage, Service: service, ...(operation !== undefined && { Operation: operation }) };
  return new cloudwatch.Metric({ namespace, metricName, dimensionsMap, ...reading });
}

/**
 * Counts the lines of services that match a pattern, by the stage and service that stand in the line itself, and answers how to read
 * the count of one service.
 *
 * A line without a match is nothing, not a zero: CloudWatch takes no default together with dimensions.
 */
export function countedLines(
  scope: Construct, id: string, logGroup: logs.ILogGroup, metricName: string, pattern: string,
): (of: ServiceOf, reading: Reading) => cloudwatch.Metric {
  new logs.MetricFilter(scope, id, {
    logGroup,
    filterPattern: logs.FilterPattern.literal(pattern),
    metricNamespace: namespace,
    metricName,
    metricValue: '1',
    unit: cloudwatch.Unit.COUNT,
    dimensions: { Stage: '$.stage', Service: '$.service' },
  });
  return (of, reading) => serviceMetric(of, metricName, reading);
}
