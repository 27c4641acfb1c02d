import type { OutputDefinition, ParameterDefinition, ResourceDefinition, RuleDefinition, Template } from './template';

/** What each kind of entry may hold; anything else would have to be left out, and is refused by name. */
const KEYS = {
  template: ['AWSTemplateFormatVersion', 'Description', 'Transform', 'Metadata', 'Parameters', 'Mappings', 'Conditions', 'Rules', 'Resources', 'Outputs'],
  parameter: ['Type', 'Default', 'Description', 'AllowedValues', 'AllowedPattern', 'MinLength', 'MaxLength', 'MinValue', 'MaxValue', 'ConstraintDescription', 'NoEcho'],
  resource: ['Type', 'Properties', 'DependsOn', 'Condition', 'DeletionPolicy', 'UpdateReplacePolicy', 'Metadata'],
  rule: ['RuleCondition', 'Assertions'],
  output: ['Value', 'Description', 'Export', 'Condition'],
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MOST = { Resources: 500, Parameters: 200, Outputs: 200, Mappings: 200 } as const;

/**
 * Macros that the region takes as done. This one writes the function of a hosted rotation into the template; here the
 * schedule is a record, and no secret is rotated while a region lives.
 */
const TRANSFORMS = new Set(['AWS::SecretsManager-2020-07-23', 'AWS::SecretsManager-2024-09-16']);

const SNAPSHOTS = new Set([
  'AWS::DocDB::DBCluster', 'AWS::EC2::Volume', 'AWS::ElastiCache::CacheCluster', 'AWS::ElastiCache::ReplicationGroup', 'AWS::Neptune::DBCluster',
  'AWS::RDS::DBCluster', 'AWS::RDS::DBInstance', 'AWS::Redshift::Cluster',
]);

/** What CloudFormation itself would carry out; recorded only, it would be silently left undone. */
const UNDONE = /^AWS::CloudFormation::(?!CustomResource$|WaitConditionHandle$)/;

/** Everything in a template that is malformed, or that the engine would have to leave out; empty when it understands the whole. */
export function templateProblems(template: Template): readonly string[] {
  const { Resources, Parameters = {}, Outputs = {}, Rules = {} } = template;
  if (typeof Resources !== 'object' || Resources === null || Object.keys(Resources).length === 0) {
    return ['Template format error: At least one Resources member must be defined.'];
  }
  return [
    ...unknownKeys(template, KEYS.template, 'the template'),
    ...version(template), ...transforms(template), ...limits(template),
    ...each(Parameters, (name, parameter: ParameterDefinition) => [...alphanumeric('Parameter', name), ...unknownKeys(parameter, KEYS.parameter, `parameter ${name}`)]),
    ...each(Resources, resourceProblems),
    ...each(Rules, (name, rule: RuleDefinition) => unknownKeys(rule, KEYS.rule, `rule ${name}`)),
    ...each(Outputs, outputProblems),
  ];
}

function version({ AWSTemplateFormatVersion: given = '2010-09-09' }: Template): readonly string[] {
  return given === '2010-09-09' ? [] : [`Template format error: ${given} is not a supported value for AWSTemplateFormatVersion.`];
}

function transforms({ Transform = [] }: Template): readonly string[] {
  return [Transform].flat().filter((name) => !TRANSFORMS.has(name)).map((name) => `the region does not support the transform ${name}`);
}

function limits(template: Template): readonly string[] {
  return Object.entries(MOST).flatMap(([section, most]) => {
    const count = Object.keys(template[section as keyof typeof MOST] ?? {}).length;
    return count > most ? [`Template format error: Number of ${section.toLowerCase()}, ${count}, is greater than maximum allowed, ${most}`] : [];
  });
}

function resourceProblems(logicalId: string, resource: ResourceDefinition): readonly string[] {
  if (typeof resource?.Type !== 'string') return [`Template format error: [/Resources/${logicalId}] Every Resources object must contain a Type member.`];
  return [
    ...(UNDONE.test(resource.Type) ? [`the region does not support the type ${resource.Type} of resource ${logicalId}`] : []),
    ...alphanumeric('Resource', logicalId), ...unknownKeys(resource, KEYS.resource, `resource ${logicalId}`),
    ...policy('DeletionPolicy', resource.DeletionPolicy, resource.Type, ['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot']),
    ...policy('UpdateReplacePolicy', resource.UpdateReplacePolicy, resource.Type, ['Delete', 'Retain', 'Snapshot']),
  ];
}

function policy(attribute: string, value: unknown, type: string, known: readonly string[]): readonly string[] {
  if (value === undefined) return [];
  if (!known.includes(value as string)) return [`Template error: Unrecognized ${attribute} ${JSON.stringify(value)} of ${type}: it must be one of ${known.join(', ')}`];
  return value === 'Snapshot' && !SNAPSHOTS.has(type) ? [`Template error: resource type ${type} does not support ${attribute} Snapshot`] : [];
}

function outputProblems(name: string, output: OutputDefinition): readonly string[] {
  return [
    ...alphanumeric('Output', name), ...unknownKeys(output, KEYS.output, `output ${name}`),
    ...(output.Value === undefined ? [`Template format error: Output ${name} is malformed. The Value field of every Outputs member must be present.`] : []),
  ];
}

const alphanumeric = (kind: string, name: string): readonly string[] => (/^[A-Za-z0-9]+$/.test(name) ? [] : [`Template format error: ${kind} name ${name} is non alphanumeric.`]);

const unknownKeys = (entry: object, known: readonly string[], of: string): readonly string[] =>
  Object.keys(entry).filter((key) => !known.includes(key)).map((key) => `the region does not support ${key} of ${of}`);

const each = <T>(section: Readonly<Record<string, T>>, look: (name: string, entry: T) => readonly string[]): readonly string[] =>
  Object.entries(section).flatMap(([name, entry]) => look(name, entry));
