import { fits, fitsAction } from '../policy/wildcard';
import { canonical } from './canonical';
import { textOf } from './readable';
import { isRecord, listed, type Values } from './template';

/** One action on one resource that one statement allows or denies; values as texts, with what is known at deployment as `${...}`. */
export interface Grant {
  readonly action: string;
  readonly resource: string;
  /** `*`, `Service: ecs-tasks.amazonaws.com`, `AWS: arn:...`; empty in a policy of a role, which is for whoever has it. */
  readonly principal: string;
  readonly condition: unknown;
}

export const allowed = (document: unknown): readonly Grant[] => grants(document, 'Allow');
export const denied = (document: unknown): readonly Grant[] => grants(document, 'Deny');

function grants(document: unknown, effect: 'Allow' | 'Deny'): readonly Grant[] {
  const statements = listed(isRecord(document) ? document['Statement'] : undefined).filter(isRecord).filter((one) => one['Effect'] === effect);
  return statements.flatMap((statement) => texts(statement, 'Action').flatMap((action) => texts(statement, 'Resource').flatMap((resource) =>
    principals(statement).map((principal) => ({ action, resource, principal, condition: statement['Condition'] })))));
}

/** `NotAction` is told by a mark before it: it covers nothing but itself. */
function texts(statement: Values, element: string): readonly string[] {
  const not = statement[`Not${element}`];
  if (not !== undefined) return [`not ${canonical(not)}`];
  const found = listed(statement[element]).map((one) => textOf(one) ?? canonical(one));
  return found.length === 0 ? [''] : found;
}

export function principals(statement: Values): readonly string[] {
  const given = statement['Principal'];
  if (statement['NotPrincipal'] !== undefined) return [`not ${canonical(statement['NotPrincipal'])}`];
  if (given === undefined) return [''];
  if (!isRecord(given)) return [String(given)];
  return Object.entries(given).flatMap(([kind, names]) => listed(names).map((name) => {
    const text = textOf(name) ?? canonical(name);
    return text === '*' ? '*' : `${kind}: ${text}`;
  }));
}

/** Those of `after` that nothing in `before` already covers. */
export const beyond = (after: readonly Grant[], before: readonly Grant[]): readonly Grant[] => after.filter((one) => !before.some((other) => covers(other, one)));

function covers(wide: Grant, narrow: Grant): boolean {
  return fitsAction(wide.action, narrow.action) && (wide.resource === '*' || fits(wide.resource, narrow.resource))
    && (wide.principal === '*' || wide.principal === narrow.principal) && isStricter(narrow.condition, wide.condition);
}

/** Whether one condition holds only where the other does: it asks for the same, or for more. */
function isStricter(strict: unknown, loose: unknown): boolean {
  if (!isRecord(loose)) return true;
  return Object.entries(loose).every(([operator, keys]) => Object.entries(isRecord(keys) ? keys : {}).every(([key, values]) => {
    const found = isRecord(strict) && isRecord(strict[operator]) ? strict[operator][key] : undefined;
    const [wanted = [], given = []] = [values, found].map((one) => listed(one).map((each) => canonical(each)));
    if (given.length === 0) return false;
    return /Not/.test(operator) ? wanted.every((one) => given.includes(one)) : given.every((one) => wanted.includes(one));
  }));
}

/** A few of them in words. */
export function told(found: readonly Grant[]): string {
  const words = [...new Set(found.map(({ action, resource, principal, condition }) =>
    `${principal === '' ? '' : `${principal}: `}${action}${resource === '' ? '' : ` on ${resource}`}${condition === undefined ? '' : ', under conditions'}`))];
  return words.length <= 4 ? words.join('; ') : `${words.slice(0, 3).join('; ')}; and ${words.length - 3} more`;
}
