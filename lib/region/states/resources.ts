import type { Providers, ResourceRequest } from '../cloudformation/provider';
import { fieldsOf, listOf } from '../fields';
import { need } from '../iam/need';
import type { ServiceRoles } from '../iam/service-roles';
import type { Identifiers } from '../identifiers';
import { arnOf } from '../place';
import { ServiceError } from '../service-error';
import type { MachineDefinition } from './definition';
import { definitionProblems } from './definition-problems';
import type { Executions } from './executions';

type Fields = Readonly<Record<string, unknown>>;

/** The CloudFormation type of a state machine. */
export function stateMachineResources(executions: Executions, ids: Identifiers, roles: ServiceRoles): Providers {
  const define = (arn: string, name: string, request: ResourceRequest): Fields => {
    refuseRole(arn, request, roles);
    executions.machines.set(arn, { arn, name, role: String(request.properties['RoleArn']), definition: read(request) });
    return { Arn: arn, Name: name, StateMachineRevisionId: ids.uuid() };
  };
  return {
    'AWS::StepFunctions::StateMachine': {
      async create(request) {
        const name = String(request.properties['StateMachineName'] ?? `${request.logicalId}-${ids.lower(12)}`);
        const arn = arnOf('states', request.place, `stateMachine:${name}`);
        if (executions.machines.has(arn)) throw new ServiceError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
        return { physicalId: arn, attributes: define(arn, name, request) };
      },
      // Executions that run go on with the definition that they were started with.
      update: async (request, { physicalId, attributes }) => ({ physicalId, attributes: define(physicalId, String(attributes['Name']), request) }),
      async delete(_, { physicalId }) {
        executions.machines.delete(physicalId);
      },
    },
  };
}

/** What it takes to write execution logs: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy */
const LOGGING = ['CreateLogDelivery', 'GetLogDelivery', 'UpdateLogDelivery', 'DeleteLogDelivery', 'ListLogDeliveries', 'PutResourcePolicy', 'DescribeResourcePolicies', 'DescribeLogGroups'];

/** @throws ServiceError `AccessDeniedException` in the words of CreateStateMachine */
function refuseRole(arn: string, { place, properties }: ResourceRequest, roles: ServiceRoles): void {
  const roleArn = String(properties['RoleArn']);
  roles.trust(roleArn, 'states.amazonaws.com', { arn, account: place.account }, place.region, { code: 'AccessDeniedException', message: 'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.' });
  const logs = listOf(fieldsOf(properties['LoggingConfiguration'])['Destinations']).length > 0;
  if (logs && !roles.allows({ roleArn, session: 'states', region: place.region }, LOGGING.map((action) => need(`logs:${action}`, '*')))) {
    throw new ServiceError('AccessDeniedException', 'The state machine IAM Role is not authorized to access the Log Destination');
  }
}

function read({ properties }: ResourceRequest): MachineDefinition {
  const { StateMachineType = 'STANDARD', DefinitionString, Definition, DefinitionS3Location, DefinitionSubstitutions = {} } = properties;
  if (StateMachineType !== 'STANDARD') throw new ServiceError('StateMachineTypeNotSupported', `the region runs standard workflows, got ${String(StateMachineType)}`);
  if (DefinitionS3Location !== undefined) return invalid('the region does not read a definition from S3 (DefinitionS3Location)');
  const text = typeof DefinitionString === 'string' ? DefinitionString : JSON.stringify(Definition);
  if (text === undefined) return invalid('a state machine needs its definition in the template');
  const filled = Object.entries(DefinitionSubstitutions as Fields).reduce((whole, [name, value]) => whole.replaceAll(`\${${name}}`, String(value)), text);
  const definition = parsed(filled);
  const problems = definitionProblems(definition);
  return problems.length === 0 ? definition : invalid(`the region does not know: ${problems.join('; ')}`);
}

function parsed(text: string): MachineDefinition {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as MachineDefinition;
  } catch { /* said below */ }
  return invalid('INVALID_JSON_DESCRIPTION: the definition is not a JSON object');
}

function invalid(why: string): never {
  throw new ServiceError('InvalidDefinition', `Invalid State Machine Definition: '${why}'`);
}
