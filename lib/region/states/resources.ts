import type { Providers, ResourceRequest } from '../cloudformation/provider';
import type { Identifiers } from '../identifiers';
import { arnOf } from '../place';
import { ServiceError } from '../service-error';
import { unsupportedStates, type MachineDefinition } from './definition';
import type { Executions } from './executions';

/** The CloudFormation type of a state machine. */
export function stateMachineResources(executions: Executions, ids: Identifiers): Providers {
  const define = (arn: string, request: ResourceRequest): void => {
    executions.machines.set(arn, { arn, definition: read(request) });
  };
  return {
    'AWS::StepFunctions::StateMachine': {
      async create(request) {
        const name = String(request.properties['StateMachineName'] ?? `${request.logicalId}-${ids.lower(12)}`);
        const arn = arnOf('states', request.place, `stateMachine:${name}`);
        if (executions.machines.has(arn)) throw new ServiceError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
        define(arn, request);
        return { physicalId: arn, attributes: { Arn: arn, Name: name, StateMachineRevisionId: ids.uuid() } };
      },
      async update(request, existing) {
        define(existing.physicalId, request);
        return existing;
      },
      async delete(_, { physicalId }) {
        executions.machines.delete(physicalId);
      },
    },
  };
}

function read({ properties }: ResourceRequest): MachineDefinition {
  const text = properties['DefinitionString'];
  const definition = (typeof text === 'string' ? JSON.parse(text) : properties['Definition']) as MachineDefinition | undefined;
  if (definition === undefined) throw new ServiceError('InvalidDefinition', 'a state machine needs its definition in the template');
  const unsupported = unsupportedStates(definition);
  if (unsupported.length > 0) throw new ServiceError('InvalidDefinition', `the region does not know: ${unsupported.join('; ')}`);
  return definition;
}
