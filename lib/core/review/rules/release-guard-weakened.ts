import { everyPlace, isLost, together } from '../see';

/** A deployment that leaves out a step, or that nobody waits for long enough; a service whose failed deployments go on. */
export const releaseGuardWeakened = together(
  everyPlace(/^Custom::EcsBlueGreenDeployment$/, (place) => !/^(Release|TaskDefinition|Topology|Attempt|DependsOn)$/.test(place.path) && (isLost(place)) && !(place.path === 'MigrationTaskDefinition' && place.after !== undefined)),
  everyPlace(/^AWS::ECS::Service$/, (place) => /^DeploymentConfiguration/.test(place.path) && isLost(place)),
  everyPlace(/^AWS::ECS::TaskDefinition$/, ({ path, before }) => /\.(StopTimeout|HealthCheck.*|Essential|DependsOn.*)$/.test(path) && before !== undefined),
);
