import type { AssemblyTemplate } from '../../lib/edge/assembly/assembly';
import { statementsIn, type MutableResource, type MutableTemplate, type Opening } from './openings';

/** The template without some of its openings; what has nothing left to say goes as a whole. */
export function without(template: AssemblyTemplate, openings: readonly Opening[]): AssemblyTemplate {
  const copy = structuredClone(template) as unknown as MutableTemplate;
  for (const { remove } of openings) remove(copy);
  for (const logicalId of new Set(openings.map((opening) => opening.logicalId))) {
    const resource = copy.Resources[logicalId];
    if (resource !== undefined && isEmptied(resource)) Reflect.deleteProperty(copy.Resources, logicalId);
  }
  for (const group of new Set(openings.flatMap(({ outOf }) => outOf ?? []))) letNothingOut(copy, group);
  for (const resource of Object.values(copy.Resources)) {
    if (resource.DependsOn !== undefined) resource.DependsOn = [resource.DependsOn].flat().filter((name) => Object.hasOwn(copy.Resources, name));
  }
  return copy as unknown as AssemblyTemplate;
}

/** A group without any egress rule lets everything out, so the last one is replaced as CDK does it, by one that nothing fits. */
function letNothingOut({ Resources }: MutableTemplate, group: string): void {
  const own = Resources[group]?.Properties?.['SecurityGroupEgress'];
  const added = Object.values(Resources).filter(({ Type, Properties }) => Type === 'AWS::EC2::SecurityGroupEgress' && JSON.stringify(Properties?.['GroupId']).includes(`"${group}"`));
  if (added.length > 0 || (Array.isArray(own) && own.length > 0)) return;
  const resource = Resources[group];
  if (resource !== undefined) resource.Properties = { ...resource.Properties, SecurityGroupEgress: [NOTHING] };
}

const NOTHING = { CidrIp: '255.255.255.255/32', Description: 'Disallow all traffic', IpProtocol: 'icmp', FromPort: 252, ToPort: 86 };

/** Takes out statements without actions and rules that were emptied; answers whether the resource has nothing left, and may go. */
function isEmptied({ Type, Properties = {} }: MutableResource): boolean {
  for (const list of ['SecurityGroupIngress', 'SecurityGroupEgress']) {
    if (Array.isArray(Properties[list])) Properties[list] = (Properties[list] as unknown[]).filter((rule) => rule !== undefined);
  }
  const documents = Object.values(Properties).filter((value): value is { Statement: unknown } => typeof value === 'object' && value !== null && 'Statement' in value);
  const left = documents.map((document) => {
    const statements = statementsIn(document);
    const meant = statements.filter(({ Action, NotAction }) => NotAction !== undefined || [Action ?? []].flat().length > 0);
    document.Statement = meant;
    if (meant.length === 0 && MUST_HAVE_ONE.includes(Type)) document.Statement = statements.slice(0, 1).map((one) => ({ ...one, Effect: 'Deny', Action: '*' }));
    return meant.length;
  });
  return documents.length > 0 && left.every((count) => count === 0) && !MUST_HAVE_ONE.includes(Type);
}

/** Nobody takes these without a policy, so the last statement that allows becomes one that denies. */
const MUST_HAVE_ONE: readonly string[] = ['AWS::IAM::Role', 'AWS::KMS::Key'];
