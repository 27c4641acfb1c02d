import type { AssemblyStack, AssemblyTemplate, TemplateResource } from '../../lib/edge/assembly/assembly';

/** One thing that a template opens: an action of a statement that allows, or a rule of a security group. */
export interface Opening {
  /** As the region calls it: `<stack>/<logical id>`, where in the resource, and the action. */
  readonly key: string;
  readonly kind: 'action' | 'rule';
  readonly stack: string;
  readonly logicalId: string;
  /** What has to be read by whoever looks for the reason when it is missing: any of these. */
  readonly names: readonly string[];
  /** The group that it lets out. */
  readonly outOf?: string;
  /** Takes it out of a copy of its template. */
  readonly remove: (from: MutableTemplate) => void;
}

export interface MutableTemplate { readonly Resources: Record<string, MutableResource> }
export interface MutableResource { readonly Type: string; Properties?: Record<string, unknown>; DependsOn?: string | string[] }
export interface MutableStatement { Effect: string; Action?: string | string[]; NotAction?: unknown }

/** Which property of a type holds a policy, and how the region calls the policy. */
const DOCUMENTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'AWS::IAM::Policy': { PolicyDocument: '' }, 'AWS::IAM::ManagedPolicy': { PolicyDocument: '' }, 'AWS::IAM::Role': { AssumeRolePolicyDocument: '.AssumeRolePolicyDocument' }, 'AWS::KMS::Key': { KeyPolicy: '' },
  'AWS::SNS::TopicPolicy': { PolicyDocument: '' }, 'AWS::SQS::QueuePolicy': { PolicyDocument: '' }, 'AWS::SecretsManager::ResourcePolicy': { ResourcePolicy: '' }, 'AWS::S3::BucketPolicy': { PolicyDocument: '' },
};
const LISTS = ['SecurityGroupIngress', 'SecurityGroupEgress'] as const;

/** Everything that a stack's template opens. @throws Error for a policy in a place that is not known here */
export function openingsOf({ stackName: stack, template }: Pick<AssemblyStack, 'stackName' | 'template'>): readonly Opening[] {
  return Object.entries(template.Resources).flatMap(([logicalId, resource]) => {
    refuseUnknownPolicies(`${stack}/${logicalId}`, resource);
    return [...actionsOf(stack, logicalId, resource), ...rulesOf(stack, logicalId, resource, template)];
  });
}

function actionsOf(stack: string, logicalId: string, { Type, Properties = {} }: TemplateResource): readonly Opening[] {
  const about = (key: string, action: string, remove: Opening['remove']): Opening => ({
    key, kind: 'action', stack, logicalId, names: [action.replace(/\*$/, '')], remove,
  });
  if (Type === 'AWS::Lambda::Permission') {
    const action = String(Properties['Action']);
    return [about(`${stack}/${logicalId}[0] ${action}`, action, ({ Resources }) => void Reflect.deleteProperty(Resources, logicalId))];
  }
  return Object.entries(DOCUMENTS[Type] ?? {}).flatMap(([property, suffix]) => statementsIn(Properties[property]).flatMap(({ Effect, Action }, index) => {
    if (Effect !== 'Allow') return [];
    if (Action === undefined) throw new Error(`${stack}/${logicalId} allows all actions but some, which this cannot take apart`);
    return [Action].flat().map((action) => about(`${stack}/${logicalId}${suffix}[${index}] ${action}`, action, ({ Resources }) => {
      const statement = statementsIn(Resources[logicalId]?.Properties?.[property])[index];
      if (statement !== undefined) statement.Action = [statement.Action ?? []].flat().filter((one) => one !== action);
    }));
  }));
}

function rulesOf(stack: string, logicalId: string, { Type, Properties = {} }: TemplateResource, { Resources }: AssemblyTemplate): readonly Opening[] {
  const groupsIn = (value: unknown): readonly string[] => Object.keys(Resources).filter((id) => JSON.stringify(value).includes(`"${id}"`));
  if (/^AWS::EC2::SecurityGroup(In|E)gress$/.test(Type)) {
    const outOf = Type.endsWith('Egress') ? { outOf: groupsIn(Properties['GroupId'])[0] ?? '' } : {};
    return [{
      key: `${stack}/${logicalId}`, kind: 'rule', stack, logicalId, names: groupsIn(Properties).map((id) => `${stack}/${id}`), ...outOf, remove: (from) => void Reflect.deleteProperty(from.Resources, logicalId),
    }];
  }
  if (Type !== 'AWS::EC2::SecurityGroup') return [];
  return LISTS.flatMap((list) => ((Properties[list] ?? []) as readonly unknown[]).map((_, index): Opening => ({
    key: `${stack}/${logicalId}.${list}[${index}]`, kind: 'rule', stack, logicalId, names: [`${stack}/${logicalId}`], ...(list === 'SecurityGroupEgress' ? { outOf: logicalId } : {}),
    remove: (from) => {
      const rules = from.Resources[logicalId]?.Properties?.[list] as unknown[] | undefined;
      if (rules !== undefined) rules[index] = undefined;
    },
  })));
}

export const statementsIn = (document: unknown): readonly MutableStatement[] => [(document as { Statement?: MutableStatement | MutableStatement[] } | undefined)?.Statement ?? []].flat();

/** A policy in a property that nobody here looks into would never be tried. */
function refuseUnknownPolicies(where: string, { Type, Properties = {} }: TemplateResource): void {
  const known = Object.keys(DOCUMENTS[Type] ?? {});
  const unknown = Object.entries(Properties).filter(([name, value]) => !known.includes(name) && JSON.stringify(value).includes('"Statement":'));
  if (unknown.length > 0) throw new Error(`${where} has a policy in ${unknown.map(([name]) => name).join(', ')}, which the mutation test does not know`);
}
