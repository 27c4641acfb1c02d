import { type Change, isEnd } from '../change';
import type { Rule, Sighting } from '../finding';
import { becomes, isRaised } from '../see';

/** What is paid for by the hour or the month, whether it is used or not. */
const priced = /^AWS::(EC2::(NatGateway|EIP|VPCEndpoint|Instance)|RDS::DB(Instance|Cluster|Proxy)|ElasticLoadBalancingV2::LoadBalancer|KMS::Key|CloudWatch::(Alarm|CompositeAlarm|Dashboard)|SecretsManager::Secret|ElastiCache::.*|Synthetics::Canary)$/;
/** Sizes that are paid for, by the type that has them. */
const sizes: Readonly<Record<string, RegExp>> = {
  'AWS::RDS::DBInstance': /^(DBInstanceClass|AllocatedStorage|MaxAllocatedStorage|MultiAZ|Iops|BackupRetentionPeriod|MonitoringInterval|PerformanceInsightsRetentionPeriod)$/,
  'AWS::ApplicationAutoScaling::ScalableTarget': /^(Min|Max)Capacity$/, 'AWS::ECS::Service': /^DesiredCount$/, 'AWS::ECS::TaskDefinition': /^(Cpu|Memory)$/,
  'AWS::Logs::LogGroup': /^RetentionInDays$/, 'AWS::Lambda::Function': /^(MemorySize|ProvisionedConcurrency.*)$/, 'AWS::DynamoDB::Table': /^(BillingMode|ProvisionedThroughput.*)$/,
};

/** In which direction the bill goes. Not how far: prices are not in a template. */
export const costChanged: Rule = ({ changes }) => changes.flatMap((change): readonly Sighting[] => {
  if (priced.test(change.type) && change.fate === 'added') return [{ change, what: `costs more: a new ${change.type}` }];
  if (priced.test(change.type) && isEnd(change)) return [{ change, what: `costs less: no ${change.type} any more` }];
  return placesOf(change);
});

const placesOf = (change: Change): readonly Sighting[] => change.differences.filter(({ path }) => sizes[change.type]?.test(path) === true)
  .map((place) => ({ change, property: place.path, what: `${direction(place)}: ${becomes(place)}` }));

function direction(place: Change['differences'][number]): string {
  const numeric = [place.before, place.after].every((value) => value !== undefined && Number.isFinite(Number(value)));
  if (String(place.before) === 'true' || String(place.after) === 'true') return String(place.after) === 'true' ? 'costs more' : 'costs less';
  return numeric ? (isRaised(place) ? 'costs more' : 'costs less') : 'costs otherwise';
}
