import type { Instant } from '../../../core/units';
import { shownParameters } from '../parameters';
import { STACK_TYPE, type Stack, type StackResource } from '../stack';
import type { ApiPorts } from './ports';

export const momentIn = ({ toWall }: Pick<ApiPorts, 'toWall'>, at: Instant | undefined): string | undefined => (at === undefined ? undefined : new Date(toWall(at)).toISOString());

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Stack.html */
export function describeStack(ports: ApiPorts, stack: Stack): object {
  const { id, name, template, parameters, settings, outputs, status, statusReason, terminationProtection } = stack;
  const lastChangeSet = [...ports.cloudformation.changeSets.values()].findLast((one) => one.stack === stack && one.state.at === 'executed')?.id;
  const isReviewed = status === 'REVIEW_IN_PROGRESS';
  return {
    StackId: id, StackName: name, ChangeSetId: lastChangeSet, Description: isReviewed ? undefined : template.Description,
    Parameters: Object.entries(isReviewed ? {} : shownParameters(template, parameters.given)).map(([key, value]) => ({ ParameterKey: key, ParameterValue: value, ResolvedValue: resolved(stack, key) })),
    CreationTime: momentIn(ports, stack.createdAt), LastUpdatedTime: momentIn(ports, stack.updatedAt), DeletionTime: momentIn(ports, stack.deletedAt), RollbackConfiguration: {},
    StackStatus: status, StackStatusReason: statusReason, DisableRollback: settings.disableRollback, NotificationARNs: settings.notificationArns, Capabilities: settings.capabilities,
    Outputs: [...outputs].map(([key, { value, exportName }]) => ({ OutputKey: key, OutputValue: value, Description: template.Outputs?.[key]?.Description, ExportName: exportName })),
    RoleARN: settings.roleArn, Tags: settings.tags, EnableTerminationProtection: terminationProtection, DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

/** What a parameter of an SSM type stands for. */
function resolved({ template, parameters }: Stack, name: string): string | undefined {
  const isStored = template.Parameters?.[name]?.Type.startsWith('AWS::SSM::Parameter::Value<') === true;
  return isStored ? [parameters.values[name] ?? ''].flat().join(',') : undefined;
}

export function summarizeStack(ports: ApiPorts, stack: Stack): object {
  const { id, name, template, status, statusReason } = stack;
  return {
    StackId: id, StackName: name, TemplateDescription: template.Description, CreationTime: momentIn(ports, stack.createdAt), LastUpdatedTime: momentIn(ports, stack.updatedAt),
    DeletionTime: momentIn(ports, stack.deletedAt), StackStatus: status, StackStatusReason: statusReason, DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

/**
 * The events of a stack in their order: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackEvent.html
 *
 * Each is a millisecond or more after the one before, because clients put them in order by their times.
 */
export function describeEvents({ toWall }: ApiPorts, { id, name, events }: Stack): readonly object[] {
  let last = 0;
  return events.map(({ at, logicalId, physicalId, type, status, reason }, index) => {
    last = Math.max(last + 1, Math.trunc(toWall(at)));
    return {
      StackId: id, StackName: name, EventId: `${logicalId}-${status}-${index}`, LogicalResourceId: logicalId, PhysicalResourceId: physicalId ?? '',
      ResourceType: type, Timestamp: new Date(last).toISOString(), ResourceStatus: status, ResourceStatusReason: reason,
    };
  });
}

/** A resource of a stack and how it stands, by the newest event about it. */
export function describeResource(ports: ApiPorts, stack: Stack, { logicalId, physicalId, type }: Pick<StackResource, 'logicalId' | 'physicalId' | 'type'>): object {
  const last = stack.events.findLast((event) => event.logicalId === logicalId && event.type !== STACK_TYPE);
  return {
    StackName: stack.name, StackId: stack.id, LogicalResourceId: logicalId, PhysicalResourceId: physicalId, ResourceType: type, Timestamp: momentIn(ports, last?.at ?? stack.createdAt),
    ResourceStatus: last?.status ?? 'CREATE_COMPLETE', ResourceStatusReason: last?.reason, DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  };
}
