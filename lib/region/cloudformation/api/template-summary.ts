import { capabilitiesOf } from './capabilities';
import type { Specification } from '../specification';
import type { Template } from '../template';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplateSummary.html */
export function summarizeTemplate({ Parameters = {}, Resources = {}, Description, Metadata, Transform = [], AWSTemplateFormatVersion }: Template, specification: Specification) {
  const types = [...new Set(Object.values(Resources).map(({ Type }) => Type))];
  const capabilities = capabilitiesOf({ Resources });
  const reason = `The following resource(s) require capabilities: [${types.filter((type) => type.startsWith('AWS::IAM::')).join(', ')}]`;
  return {
    Parameters: Object.entries(Parameters).map(([name, definition]) => ({
      ParameterKey: name, DefaultValue: definition.Default === undefined ? undefined : String(definition.Default), ParameterType: definition.Type, NoEcho: String(definition.NoEcho) === 'true', Description: definition.Description,
      ParameterConstraints: definition.AllowedValues === undefined ? undefined : { AllowedValues: definition.AllowedValues.map(String) },
    })),
    Description, Capabilities: capabilities, CapabilitiesReason: capabilities.length === 0 ? undefined : reason,
    ResourceTypes: types, Version: AWSTemplateFormatVersion, Metadata: Metadata === undefined ? undefined : JSON.stringify(Metadata), DeclaredTransforms: [Transform].flat(),
    ResourceIdentifierSummaries: types.map((type) => ({
      ResourceType: type, LogicalResourceIds: Object.keys(Resources).filter((logicalId) => Resources[logicalId]?.Type === type), ResourceIdentifiers: specification(type)?.primaryIdentifier ?? [],
    })),
  };
}
