/** A template as CloudFormation reads it. */
export interface CfnTemplate {
  readonly Resources: Readonly<Record<string, CfnResource>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly Parameters?: Readonly<Record<string, { readonly Type: string; readonly Default?: string }>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

export interface CfnResource {
  readonly Type: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever the type has, looked at through matchers
  readonly Properties: Readonly<Record<string, any>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

export interface Found extends CfnResource {
  readonly id: string;
}

export const ofType = ({ Resources }: CfnTemplate, type: string): readonly Found[] =>
  Object.entries(Resources).filter(([, resource]) => resource.Type === type).map(([id, resource]) => ({ id, ...resource }));

/** The one resource of a type, or the one whose logical id begins with `prefix`. */
export function only(template: CfnTemplate, type: string, prefix = ''): Found {
  const found = ofType(template, type).filter(({ id }) => id.startsWith(prefix));
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  throw new Error(`${found.length} resources of ${type}${prefix && ` beginning with ${prefix}`}, not one`);
}

/** What a role may do: the statements of all policies that name it. */
export function statementsOf(template: CfnTemplate, role: string): readonly Statement[] {
  return ofType(template, 'AWS::IAM::Policy')
    .filter(({ Properties }) => (Properties['Roles'] as { Ref: string }[]).some(({ Ref }) => Ref === role))
    .flatMap(({ Properties }) => Properties['PolicyDocument'].Statement as Statement[]);
}

export interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** Every text anywhere in a value. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
