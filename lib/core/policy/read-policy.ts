import { accepted, type Checked, type Problem } from '../checked';
import { conditionOf, type Condition } from './condition';
import type { NamedPrincipal, Patterns, Policy, PolicyKind, Statement } from './policy';

type Fields = Readonly<Record<string, unknown>>;

const ELEMENTS = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'Condition'];

/**
 * Reads a policy document, and finds everything in it that would be judged differently than it is written.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html. Not known: `NotPrincipal`, and the version of 2008,
 * which has no variables.
 */
export function readPolicy(name: string, source: unknown, kind: PolicyKind): Checked<Policy> {
  const problems: Problem[] = [];
  const wrong = (path: string, message: string): void => void problems.push({ path: `${name}.${path}`, message });
  const { Version, Statement: given, Id, ...others } = fields(source);
  void Id;
  for (const key of Object.keys(others)) wrong(key, 'is no element of a policy');
  if (Version !== undefined && Version !== '2012-10-17') wrong('Version', `must be 2012-10-17, got ${JSON.stringify(Version)}`);
  const list: readonly unknown[] = Array.isArray(given) ? given : given === undefined ? [] : [given];
  if (list.length === 0) wrong('Statement', 'must have at least one statement');
  const statements = list.map((one, index) => readStatement(`${name}[${index}]`, fields(one), kind, (path, message) => wrong(`Statement[${index}].${path}`, message)));
  return problems.length === 0 ? accepted({ name, statements }) : { ok: false, problems };
}

type Wrong = (path: string, message: string) => void;

function readStatement(where: string, given: Fields, kind: PolicyKind, wrong: Wrong): Statement {
  for (const key of Object.keys(given).filter((name) => !ELEMENTS.includes(name))) wrong(key, 'is no element of a statement that is known here');
  const { Effect: effect } = given;
  if (effect !== 'Allow' && effect !== 'Deny') wrong('Effect', `must be Allow or Deny, got ${JSON.stringify(effect)}`);
  refuseMisplaced(given, kind, wrong);
  return {
    where, effect: effect === 'Deny' ? 'Deny' : 'Allow', actions: readActions(given, wrong), resources: kind === 'trust' ? undefined : readResources(given, wrong),
    principals: kind === 'identity' ? undefined : readPrincipals(given['Principal'], wrong), conditions: readConditions(given['Condition'], wrong),
  };
}

function refuseMisplaced(given: Fields, kind: PolicyKind, wrong: Wrong): void {
  if (kind === 'identity' && given['Principal'] !== undefined) wrong('Principal', 'must be left out: the policy is for whoever has it');
  if (kind !== 'identity' && given['Principal'] === undefined) wrong('Principal', 'must say whom the statement is about');
  if (kind === 'trust' && (given['Resource'] ?? given['NotResource']) !== undefined) wrong('Resource', 'must be left out: a trust policy is about its role');
}

function readActions(given: Fields, wrong: Wrong): Patterns {
  const actions = readPatterns('Action', given, wrong);
  for (const action of actions.patterns) if (action !== '*' && !/^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(action)) wrong('Action', `must be a service and an action, such as sqs:SendMessage, got ${action}`);
  return actions;
}

function readResources(given: Fields, wrong: Wrong): Patterns {
  const resources = readPatterns('Resource', given, wrong);
  for (const resource of resources.patterns) if (resource !== '*' && !resource.startsWith('arn:')) wrong('Resource', `must be an ARN or *, got ${resource}`);
  return resources;
}

function readPatterns(name: 'Action' | 'Resource', given: Fields, wrong: Wrong): Patterns {
  const [plain, not] = [given[name], given[`Not${name}`]];
  if ((plain === undefined) === (not === undefined)) {
    wrong(name, `must be given as ${name} or as Not${name}, and not as both`);
    return { not: false, patterns: [] };
  }
  const patterns = texts(plain ?? not);
  if (patterns === undefined || patterns.length === 0) wrong(name, `must be a text or a list of texts, got ${JSON.stringify(plain ?? not)}`);
  return { not: plain === undefined, patterns: patterns ?? [] };
}

function readPrincipals(given: unknown, wrong: Wrong): readonly NamedPrincipal[] {
  if (given === '*') return [{ kind: 'anyone' }];
  return Object.entries(fields(given)).flatMap(([type, names]) => (texts(names) ?? []).map((name): NamedPrincipal => {
    if (type === 'Service') return { kind: 'service', name };
    if (type === 'Federated') return { kind: 'federated', provider: name };
    if (type !== 'AWS') wrong('Principal', `must be of the kind AWS, Service or Federated, got ${type}`);
    if (name === '*') return { kind: 'anyone' };
    const account = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1];
    if (account !== undefined) return { kind: 'account', account };
    if (!name.startsWith('arn:') || name.includes('*')) wrong('Principal', `must be an account or a whole ARN, got ${name}`);
    return { kind: 'arn', arn: name };
  }));
}

function readConditions(given: unknown, wrong: Wrong): readonly Condition[] {
  return Object.entries(fields(given)).flatMap(([operator, keys]) => Object.entries(fields(keys)).flatMap(([key, wanted]) => {
    const values = texts(wanted);
    const condition = values === undefined ? undefined : conditionOf(operator, key, values);
    if (values === undefined) wrong(`Condition.${operator}.${key}`, `must be a text or a list of texts, got ${JSON.stringify(wanted)}`);
    else if (condition === undefined) wrong(`Condition.${operator}`, 'is no operator that is known here');
    return condition ?? [];
  }));
}

const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {});

/** Templates and people write true and 5 where a policy has texts. */
function texts(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.every((one) => typeof one === 'string' || typeof one === 'boolean' || typeof one === 'number') ? list.map(String) : undefined;
}
