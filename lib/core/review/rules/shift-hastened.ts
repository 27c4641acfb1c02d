import { isEnd } from '../change';
import { everyChange, everyPlace, isLowered, isRaised, together } from '../see';

const isSlower = /(Percentage)$/;

/** More customers meet a release sooner, or together. */
export const shiftHastened = together(
  everyPlace(/^AWS::CodeDeploy::DeploymentGroup$/, ({ path }) => path === 'DeploymentConfigName'),
  everyChange(/^AWS::CodeDeploy::DeploymentConfig$/, (change) => (isEnd(change) ? `${change.type} is removed` : undefined)),
  everyPlace(/^AWS::CodeDeploy::DeploymentConfig$/, ({ path }) => path === 'ComputePlatform'),
  everyPlace(/^AWS::CodeDeploy::DeploymentConfig$/, (place) => /^TrafficRoutingConfig/.test(place.path)
    && (isSlower.test(place.path) ? isRaised(place) || place.after === undefined : /Interval$/.test(place.path) ? isLowered(place) : true)),
);
