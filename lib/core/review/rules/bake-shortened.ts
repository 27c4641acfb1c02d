import { everyPlace, isLowered } from '../see';

/** Blue is kept for less time, and with it the way back that takes seconds. */
export const bakeShortened = everyPlace(/^AWS::CodeDeploy::DeploymentGroup$/, (place) => /TerminationWaitTimeInMinutes$/.test(place.path) && isLowered(place));
