import { Duration } from 'aws-cdk-lib';
import type { Traffic } from '../config/traffic';
import { TrafficShift } from '../constructs/traffic-shift';

/** A stage's traffic, in the words of CodeDeploy. */
export function trafficShiftOf(traffic: Traffic): TrafficShift {
  switch (traffic.kind) {
    case 'canary':
      return TrafficShift.canary(traffic.percent, Duration.millis(traffic.hold));
    case 'linear':
      return TrafficShift.linear(traffic.percent, Duration.millis(traffic.every));
    case 'all-at-once':
      return TrafficShift.allAtOnce();
  }
}
