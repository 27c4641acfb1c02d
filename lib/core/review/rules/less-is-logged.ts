import { isEnd } from '../change';
import { everyChange, everyPlace, isLost, isSwitchedOff, together } from '../see';

/** Lines, counts or records that somebody will look for and not find. */
export const lessIsLogged = together(
  everyPlace(/./, ({ path }) => /(LOG_LEVEL|LogLevel|log_level)/.test(path)),
  everyPlace(/^AWS::Logs::(MetricFilter|SubscriptionFilter)$/, isLost),
  everyChange(/^AWS::(Logs::(MetricFilter|SubscriptionFilter)|EC2::FlowLog|CloudTrail::Trail|CloudWatch::Dashboard|SNS::(Subscription|TopicPolicy)|Synthetics::Canary)$/, (change) => (isEnd(change) ? `${change.type} is removed` : undefined)),
  everyPlace(/^AWS::CloudWatch::Dashboard$/, isLost),
  everyPlace(/^AWS::(EC2::FlowLog|CloudTrail::Trail)$/, (place) => isLost(place) && !place.path.startsWith('Tags')),
  everyPlace(/^AWS::ECS::Cluster$/, (place) => /^(ClusterSettings|Configuration)/.test(place.path) && isLost(place)),
  everyPlace(/LoadBalancer$/, ({ path, before }) => /access_logs|connection_logs/.test(path) && before !== undefined),
  everyPlace(/^AWS::ECS::TaskDefinition$/, ({ path, before }) => /LogConfiguration/.test(path) && before !== undefined),
  everyPlace(/^AWS::Lambda::Function$/, ({ path, before }) => /^LoggingConfig/.test(path) && before !== undefined),
  everyPlace(/^AWS::StepFunctions::StateMachine$/, ({ path, before }) => /^LoggingConfiguration|^TracingConfiguration/.test(path) && before !== undefined),
  everyPlace(/^AWS::RDS::DB(Instance|Cluster)$/, (place) => /^(EnableCloudwatchLogsExports|MonitoringInterval|MonitoringRoleArn)/.test(place.path) && isLost(place)),
  everyPlace(/^AWS::RDS::DB(Instance|Cluster)$/, (place) => place.path === 'EnablePerformanceInsights' && isSwitchedOff(place)),
  everyPlace(/ParameterGroup$/, ({ path }) => /^Parameters\.(log_.*|auto_explain.*|pgaudit.*|rds\.log.*)$/.test(path)),
  everyPlace(/^AWS::ECR::Repository$/, (place) => /^ImageScanningConfiguration/.test(place.path) && isLost(place)),
  everyPlace(/^AWS::S3::Bucket$/, (place) => /^LoggingConfiguration/.test(place.path) && isLost(place)),
);
