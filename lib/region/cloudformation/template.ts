/** A CloudFormation template as the engine reads it: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html */
export interface Template {
  readonly Description?: string;
  readonly Transform?: string | readonly string[];
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly Parameters?: Readonly<Record<string, ParameterDefinition>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Rules?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, ResourceDefinition>>;
  readonly Outputs?: Readonly<Record<string, OutputDefinition>>;
}

export interface ParameterDefinition {
  readonly Type: string;
  readonly Default?: string | number;
  readonly AllowedValues?: readonly (string | number)[];
  readonly NoEcho?: boolean | string;
}

export interface ResourceDefinition {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

export interface OutputDefinition {
  readonly Value: unknown;
  readonly Export?: { readonly Name: unknown };
  readonly Condition?: string;
}

const SECTIONS = new Set(['AWSTemplateFormatVersion', 'Description', 'Transform', 'Metadata', 'Parameters', 'Mappings', 'Conditions', 'Rules', 'Resources', 'Outputs']);
const RESOURCE_KEYS = new Set(['Type', 'Properties', 'DependsOn', 'Condition', 'DeletionPolicy', 'UpdateReplacePolicy', 'Metadata']);

/**
 * Macros that the region takes as done. This one writes the function of a hosted rotation into the template; here the
 * schedule is a record, and no secret is rotated while a region lives.
 */
const TRANSFORMS = new Set(['AWS::SecretsManager-2020-07-23', 'AWS::SecretsManager-2024-09-16']);

/** Everything in a template that the engine would have to leave out; an empty list means that it understands the whole. */
export function unsupportedIn(template: Template): readonly string[] {
  const sections = Object.keys(template).filter((key) => !SECTIONS.has(key)).map((key) => `template section ${key}`);
  const transforms = [template.Transform ?? []].flat().filter((name) => !TRANSFORMS.has(name)).map((name) => `the transform ${name}`);
  const keys = Object.entries(template.Resources).flatMap(([logicalId, resource]) =>
    Object.keys(resource).filter((key) => !RESOURCE_KEYS.has(key)).map((key) => `${key} of resource ${logicalId}`));
  return [...sections, ...transforms, ...keys];
}
