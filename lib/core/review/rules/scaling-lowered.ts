import { isEnd } from '../change';
import { everyChange, everyPlace, isLost, isLowered, isRaised, together } from '../see';

/** Fewer tasks, smaller ones, or ones that come later than the load. */
export const scalingLowered = together(
  everyPlace(/^AWS::ApplicationAutoScaling::ScalableTarget$/, (place) => /^(Min|Max)Capacity$/.test(place.path) && isLowered(place)),
  everyPlace(/^AWS::ApplicationAutoScaling::ScalableTarget$/, ({ path }) => /^(SuspendedState|ScheduledActions|RoleARN|ResourceId|ScalableDimension|ServiceNamespace)/.test(path)),
  everyPlace(/^AWS::ApplicationAutoScaling::ScalingPolicy$/, (place) => /TargetValue$|ScaleOutCooldown$/.test(place.path) && isRaised(place)),
  everyPlace(/^AWS::ApplicationAutoScaling::ScalingPolicy$/, ({ path, after }) => /(TargetTrackingScalingPolicyConfiguration|TargetValue|ScaleOutCooldown|ScalingTargetId)$/.test(path) && (after === undefined || path === 'ScalingTargetId')),
  everyPlace(/^AWS::RDS::DBInstance$/, (place) => place.path === 'MaxAllocatedStorage' && isLowered(place)),
  everyPlace(/^AWS::DynamoDB::(Global)?Table$/, ({ path }) => /^(BillingMode|ProvisionedThroughput|OnDemandThroughput)/.test(path)),
  everyPlace(/^AWS::ApplicationAutoScaling::ScalingPolicy$/, (place) => /ScaleInCooldown$/.test(place.path) && isLowered(place)),
  everyPlace(/^AWS::ApplicationAutoScaling::ScalingPolicy$/, (place) => /(MetricType|MetricSpecification.*|PolicyType|DisableScaleIn|ResourceLabel)$/.test(place.path) && isLost(place)),
  everyPlace(/^AWS::ECS::Service$/, (place) => place.path === 'DesiredCount' && isLowered(place)),
  everyPlace(/^AWS::ECS::TaskDefinition$/, (place) => /(^|\.)(Cpu|Memory|MemoryReservation)$/.test(place.path) && isLowered(place)),
  everyPlace(/^AWS::SQS::Queue$/, ({ path }) => /^(VisibilityTimeout|DelaySeconds|MaximumMessageSize)$/.test(path)),
  everyPlace(/^AWS::Lambda::Function$/, ({ path }) => path === 'ReservedConcurrentExecutions'),
  everyChange(/^AWS::ApplicationAutoScaling::/, (change) => (isEnd(change) ? `${change.type} is removed` : undefined)),
);
