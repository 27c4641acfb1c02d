import type { ChangeDetail, ResourceChange } from '../changes';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html */
export function describeChange({ logicalId, physicalId, type, action, replacement, policyAction, details, before, after }: ResourceChange, withValues: boolean): object {
  return {
    PolicyAction: policyAction, Action: action, LogicalResourceId: logicalId, PhysicalResourceId: physicalId, ResourceType: type, Replacement: replacement,
    Scope: [...new Set(details.map(({ attribute }) => attribute))], Details: details.map((detail) => describeDetail(detail, withValues)),
    ...(withValues ? { BeforeContext: before === undefined ? undefined : JSON.stringify(before), AfterContext: after === undefined ? undefined : JSON.stringify(after) } : {}),
  };
}

function describeDetail({ attribute, name, recreation, evaluation, source, cause, before, after }: ChangeDetail, withValues: boolean): object {
  const values = {
    Path: name === undefined ? `/${attribute}` : `/Properties/${name}`, BeforeValue: spelled(before), AfterValue: spelled(after),
    AttributeChangeType: before === undefined ? 'Add' : after === undefined ? 'Remove' : 'Modify',
  };
  return { Target: { Attribute: attribute, Name: name, RequiresRecreation: recreation, ...(withValues ? values : {}) }, Evaluation: evaluation, ChangeSource: source, CausingEntity: cause };
}

const spelled = (value: unknown): string | undefined => (value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value));
