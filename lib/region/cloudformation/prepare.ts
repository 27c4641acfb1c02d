import type { Identifiers } from '../identifiers';
import type { Clock } from '../../core/time';
import type { Place } from '../place';
import { invalid } from './arguments';
import { decideConditions } from './conditions';
import { needsOf, refuseCircles, type Needs } from './dependencies';
import type { DynamicSources } from './dynamic-references';
import { evaluate } from './intrinsic';
import { parameterValues, type Parameters, type StoredParameter } from './parameters';
import { propertyProblems } from './property-problems';
import type { ResourceProvider } from './provider';
import { unanswerableIn, unresolvedIn } from './reference-problems';
import { brokenRules } from './rules';
import { scopeOf } from './scope';
import { settle, type Settled } from './settle';
import type { Specification } from './specification';
import type { Stack } from './stack';
import { templateProblems } from './template-problems';
import type { Template } from './template';

export interface EnginePorts {
  readonly clock: Clock;
  readonly ids: Identifiers;
  readonly specification: Specification;
  /** Who makes resources of `type`; `undefined` for a type that AWS does not have. */
  readonly provider: (type: string) => ResourceProvider | undefined;
  readonly parameter: (place: Place, name: string, version?: number) => StoredParameter | undefined;
  readonly secret: DynamicSources['secret'];
  readonly zones: (region: string) => readonly string[];
}

/** A template that may be carried out, and everything about it that is known before. */
export interface Prepared {
  readonly template: Template;
  readonly parameters: Parameters;
  readonly settled: Settled;
  readonly needs: Needs;
}

/**
 * Judges a template as the service does before it touches anything.
 *
 * @throws ServiceError `ValidationError` with everything that is wrong
 */
export function prepare(stack: Pick<Stack, 'name' | 'id' | 'place' | 'resources'>, template: Template, given: Readonly<Record<string, string>>, previous: Readonly<Record<string, string>>, ports: EnginePorts): Prepared {
  refuse(templateProblems(template));
  refuse(unknownTypes(template, ports));
  refuse(unresolvedIn(template));
  const parameters = parameterValues(template, given, previous, (name) => ports.parameter(stack.place, name));
  // Before there are resources, only parameters and mappings can be asked for.
  const outside = { exported: (name: string): never => invalid(`Template error: Fn::ImportValue ${name} cannot be used here`), zones: ports.zones };
  const scope = scopeOf({ ...stack, resources: new Map() }, template, parameters.values, outside);
  const value = (expression: unknown): unknown => evaluate(expression, scope);
  refuse(brokenRules(template, value));
  const settled = settle(template, decideConditions(template, value));
  if (Object.keys(settled.resources).length === 0) return invalid('Template format error: At least one Resources member must be defined.');
  refuse(unanswerableIn(settled, Object.keys(template.Parameters ?? {}), ports.specification));
  refuse(propertyProblems(settled.resources, ports.specification));
  const needs = needsOf(settled.resources);
  refuseCircles(needs);
  return { template, parameters, settled, needs };
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) invalid(problems.join('; '));
}

function unknownTypes({ Resources }: Template, { provider }: EnginePorts): readonly string[] {
  const types = new Set(Object.values(Resources).map(({ Type }) => Type));
  const unknown = [...types].filter((type) => provider(type) === undefined);
  return unknown.length === 0 ? [] : [`Template format error: Unrecognized resource types: [${unknown.join(', ')}]`];
}
