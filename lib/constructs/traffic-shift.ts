import type { Duration } from 'aws-cdk-lib';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import type { Construct } from 'constructs';

/**
 * How production traffic moves from blue to green.
 *
 * CodeDeploy's own classes take any number, and the service then refuses it in the middle of a deployment; these factories refuse it
 * at once.
 */
export abstract class TrafficShift {
  /**
   * `percent` of the traffic at once, and the rest after `hold`.
   *
   * @param percent a whole number from 1 to 99
   * @param hold whole minutes from 1 to 2880
   */
  static canary(percent: number, hold: Duration): TrafficShift {
    return new TimedShift(codedeploy.TrafficRouting.timeBasedCanary({ percentage: step(percent), interval: wholeMinutes(hold) }));
  }

  /**
   * `percent` of the traffic at once, and as much again after each `every`.
   *
   * @param percent a whole number from 1 to 99; the last step is what remains
   * @param every whole minutes from 1 to 2880
   */
  static linear(percent: number, every: Duration): TrafficShift {
    return new TimedShift(codedeploy.TrafficRouting.timeBasedLinear({ percentage: step(percent), interval: wholeMinutes(every) }));
  }

  /** Everything in one step. */
  static allAtOnce(): TrafficShift {
    return new AllAtOnce();
  }

  /** The deployment configuration that does this, made in `scope` where AWS has none ready. */
  abstract bind(scope: Construct): codedeploy.IEcsDeploymentConfig;
}

class TimedShift extends TrafficShift {
  constructor(private readonly trafficRouting: codedeploy.TrafficRouting) {
    super();
  }

  /** A configuration cannot be changed, only replaced, so it must not have a fixed name. */
  override bind(scope: Construct): codedeploy.IEcsDeploymentConfig {
    return new codedeploy.EcsDeploymentConfig(scope, 'Shift', { trafficRouting: this.trafficRouting });
  }
}

class AllAtOnce extends TrafficShift {
  override bind(): codedeploy.IEcsDeploymentConfig {
    return codedeploy.EcsDeploymentConfig.ALL_AT_ONCE;
  }
}

function step(percent: number): number {
  if (Number.isInteger(percent) && percent >= 1 && percent <= 99) return percent;
  throw new RangeError(`a step of traffic must be a whole percentage from 1 to 99, got ${percent}`);
}

function wholeMinutes(interval: Duration): Duration {
  const count = interval.toMinutes({ integral: false });
  if (Number.isInteger(count) && count >= 1 && count <= 2_880) return interval;
  throw new RangeError(`an interval between steps must be whole minutes from 1 to 2880, got ${count} min`);
}
