import { everyPlace, isLowered, isRaised, together } from '../see';

const isSlower = /(Percentage)$/;

/** More customers meet a release sooner, or together. */
export const shiftHastened = together(
  everyPlace(/^AWS::CodeDeploy::DeploymentGroup$/, ({ path }) => path === 'DeploymentConfigName'),
  everyPlace(/^AWS::CodeDeploy::DeploymentConfig$/, (place) => /^TrafficRoutingConfig/.test(place.path)
    && (isSlower.test(place.path) ? isRaised(place) : /Interval$/.test(place.path) ? isLowered(place) : true)),
);
