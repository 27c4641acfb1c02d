import type { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** CDK's names for periods are their number of days; which numbers exist is checked where stages are read. */
export const retentionOf = (days: number): RetentionDays => days;
