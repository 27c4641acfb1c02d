import { isEnd } from '../change';
import { everyChange, everyPlace, isLost, together } from '../see';

/** A deployment that leaves out a step, or that nobody waits for long enough; a service whose failed deployments go on. */
export const releaseGuardWeakened = together(
  everyChange(/^Custom::EcsBlueGreenDeployment$/, (change) => (isEnd(change) ? 'releases are deployed no more' : undefined)),
  everyPlace(/^Custom::EcsBlueGreenDeployment$/, (place) => !/^Fixes/.test(place.path) && isLost(place) && (place.after === undefined || !/^(Release|TaskDefinition|MigrationTaskDefinition|Attempt|DependsOn)$/.test(place.path))),
  everyChange(/^AWS::ECS::TaskDefinition$/, (change) => (isEnd(change) ? 'a task definition is removed' : undefined)),
  // What a release fixes is an alarm that does not watch it; that it names none any more is good.
  everyPlace(/^Custom::EcsBlueGreenDeployment$/, ({ path, after }) => /^Fixes/.test(path) && after !== undefined),
  everyPlace(/^AWS::ECS::Service$/, (place) => /^DeploymentConfiguration/.test(place.path) && isLost(place)),
  everyPlace(/^AWS::ECS::TaskDefinition$/, ({ path, before }) => /\.(StopTimeout|HealthCheck.*|Essential|DependsOn.*)$/.test(path) && before !== undefined),
);
