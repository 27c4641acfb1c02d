import { fieldsOf, listOf, textsOf } from '../fields';
import { invalid } from './arguments';

export type UpdateKind = 'Update:Modify' | 'Update:Replace' | 'Update:Delete';

interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Patterns;
  readonly resources: Patterns;
  /** Types of resources, where the statement has a condition. */
  readonly types: { readonly like: boolean; readonly patterns: readonly string[] } | undefined;
}

interface Patterns {
  readonly not: boolean;
  readonly patterns: readonly string[];
}

/**
 * Why a stack's policy forbids an update of a resource; nothing when it does not.
 *
 * Without a policy everything is allowed; with one, everything is denied that it does not allow:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
 */
export function forbiddenBy(policy: string, logicalId: string, type: string, kind: UpdateKind): string | undefined {
  const about = readStackPolicy(policy).map((statement, at) => ({ statement, at })).filter(({ statement }) => concerns(statement, logicalId, type, kind));
  const denied = about.find(({ statement }) => statement.effect === 'Deny');
  if (denied !== undefined) return `Action denied by stack policy: Statement [#${denied.at + 1}] does not allow [${kind}] for resource [${logicalId}]`;
  return about.length > 0 ? undefined : `Action not allowed by stack policy: no statement allows [${kind}] for resource [${logicalId}]`;
}

/** @throws ServiceError `ValidationError` for a policy that says something which would have to be ignored */
export function readStackPolicy(text: string): readonly PolicyStatement[] {
  const given = parsed(text);
  const statements = listOf([fieldsOf(given)['Statement'] ?? []].flat());
  if (statements.length === 0) return invalid('Error validating stack policy: Invalid stack policy');
  return statements.map((statement, at) => {
    const { Effect, Action, NotAction, Resource, NotResource, Principal, Condition, ...others } = statement;
    const wrong = (what: string): never => invalid(`Error validating stack policy: Statement [#${at + 1}] ${what}`);
    if (Effect !== 'Allow' && Effect !== 'Deny') return wrong(`must have the Effect Allow or Deny, got ${JSON.stringify(Effect)}`);
    if (Principal !== '*') return wrong(`must have the Principal *, got ${JSON.stringify(Principal)}`);
    const strange = Object.keys(others).filter((name) => name !== 'Sid');
    if (strange.length > 0) return wrong(`has no element ${strange.join(', ')}`);
    const actions = patterns(Action, NotAction);
    const resources = patterns(Resource, NotResource);
    const unknown = actions.patterns.filter((action) => !/^(\*|Update:(\*|Modify|Replace|Delete))$/.test(action));
    if (unknown.length > 0 || actions.patterns.length === 0) return wrong(`must be about Update:Modify, Update:Replace, Update:Delete or Update:*, got ${unknown.join(', ')}`);
    if (Condition === undefined && !resources.patterns.every((resource) => resource === '*' || resource.startsWith('LogicalResourceId/'))) return wrong('must name resources by LogicalResourceId/');
    return { effect: Effect, actions, resources, types: Condition === undefined ? undefined : typesIn(Condition, wrong) };
  });
}

function typesIn(condition: unknown, wrong: (what: string) => never): PolicyStatement['types'] {
  const [[operator, about] = ['', {}], ...more] = Object.entries(fieldsOf(condition));
  const types = fieldsOf(about)['ResourceType'];
  if (more.length > 0 || (operator !== 'StringEquals' && operator !== 'StringLike') || types === undefined) return wrong('may have one condition, StringEquals or StringLike of ResourceType');
  return { like: operator === 'StringLike', patterns: textsOf([types].flat()) };
}

function concerns({ actions, resources, types }: PolicyStatement, logicalId: string, type: string, kind: UpdateKind): boolean {
  const isOfType = types === undefined || types.patterns.some((pattern) => (types.like ? fits(pattern, type) : pattern === type));
  return isOfType && matches(actions, kind) && matches(resources, `LogicalResourceId/${logicalId}`);
}

const patterns = (plain: unknown, not: unknown): Patterns => ({ not: not !== undefined, patterns: textsOf([plain ?? not ?? []].flat()) });
const matches = ({ not, patterns: all }: Patterns, text: string): boolean => all.some((pattern) => fits(pattern, text)) !== not;
const fits = (pattern: string, text: string): boolean => new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return invalid('Error validating stack policy: Invalid stack policy');
  }
}
