import { everyPlace, isLowered, isRaised, together } from '../see';

/** Logs, messages and objects that are thrown away sooner than before. */
export const keptShorter = together(
  // No retention at all means for ever, so that a number which comes is a shorter one.
  everyPlace(/^AWS::Logs::LogGroup$/, (place) => place.path === 'RetentionInDays' && place.after !== undefined && (place.before === undefined || isLowered(place))),
  everyPlace(/^AWS::SQS::Queue$/, (place) => place.path === 'MessageRetentionPeriod' && isLowered(place)),
  everyPlace(/^AWS::SQS::Queue$/, (place) => place.path.startsWith('RedrivePolicy') && place.before !== undefined),
  everyPlace(/^AWS::(S3::Bucket|ECR::Repository)$/, ({ path }) => /^Lifecycle/.test(path)),
  everyPlace(/^AWS::DynamoDB::(Global)?Table$/, (place) => place.path.startsWith('TimeToLive')),
  everyPlace(/^AWS::RDS::DBInstance$/, (place) => place.path === 'PerformanceInsightsRetentionPeriod' && isLowered(place) && !isRaised(place)),
);
