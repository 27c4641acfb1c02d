import type { AssemblyStack, AssemblyTemplate } from '../edge/assembly/assembly';

const GROUP = 'AWS::EC2::SecurityGroup';
const ANYTHING = { CidrIp: '0.0.0.0/0', IpProtocol: '-1', Description: 'anything' };

/** The template with roles that may connect to every database, and security groups that let everything through. */
export function withoutIsolation(template: AssemblyTemplate): AssemblyTemplate {
  const { Resources, ...others } = anyDatabase(template) as AssemblyTemplate;
  return {
    ...others,
    Resources: Object.fromEntries(Object.entries(Resources).map(([id, resource]) =>
      [id, resource.Type === GROUP ? { ...resource, Properties: { ...resource.Properties, SecurityGroupIngress: [ANYTHING], SecurityGroupEgress: [ANYTHING] } } : resource])),
  };
}

/** The same stack in another account, with everything in its template that names its own. */
export function movedTo(account: string, stack: AssemblyStack): AssemblyStack {
  const template = JSON.parse(JSON.stringify(stack.template).replaceAll(stack.account, account)) as AssemblyTemplate;
  return { ...stack, account, template, files: stack.files.map((file) => ({ ...file, bucket: file.bucket.replaceAll(stack.account, account) })) };
}

function anyDatabase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(anyDatabase);
  if (typeof value !== 'object' || value === null) return value;
  const { Action, Resource } = value as { readonly Action?: unknown; readonly Resource?: unknown };
  if (Resource !== undefined && [Action].flat().includes('rds-db:connect')) return { ...value, Resource: '*' };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, anyDatabase(inner)]));
}
