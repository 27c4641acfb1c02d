import { fieldsOf, isTrue, refuseOthers, textOf, wholeNumber, type Fields } from '../fields';
import type { ContainerService } from './container-service';
import { readRolling } from './read-rolling';
import type { Rolling } from './rolling';
import type { Service } from './service';

const INVALID = 'InvalidParameterException';

/** UpdateService of a service that ECS rolls out: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html */
export function updateRolling(ecs: ContainerService, service: Service, rolling: Rolling, input: Fields): Service {
  refuseOthers('UpdateService', input, { served: ['cluster', 'service', 'desiredCount', 'taskDefinition', 'forceNewDeployment', 'deploymentConfiguration'] }, INVALID);
  const wanted = textOf(input['taskDefinition']);
  const definition = wanted === undefined ? rolling.deployments[0]?.taskSet.about.definition : ecs.usable(wanted, service.attachment);
  const count = wholeNumber('desiredCount', input['desiredCount'], [0, 5_000], service.desiredCount);
  if (input['deploymentConfiguration'] !== undefined) rolling.settings = readRolling('deploymentConfiguration', capitals(input['deploymentConfiguration']));
  service.desiredCount = count;
  if (definition !== undefined) rolling.deploy(definition, isTrue(input['forceNewDeployment']));
  return service;
}

/** A template has the same fields with a capital letter in front. */
function capitals(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(fieldsOf(value)).map(([key, inner]) => [key.charAt(0).toUpperCase() + key.slice(1), capitals(inner)]));
}
