import { listOf, refuseUnless } from '../../fields';
import { ServiceError } from '../../service-error';

/** What the region makes of the attributes of a load balancer, a listener or a target group. */
export interface AttributeRules {
  readonly served: readonly string[];
  /** They change nothing that can be seen here: see BEHAVIOUR.md. */
  readonly withoutEffect: readonly string[];
  /** Served with these values alone. */
  readonly fixed: Readonly<Record<string, readonly string[]>>;
}

/** Reads a list of attributes. @throws ServiceError for one that the region does not know, or whose value it does not serve */
export function readAttributes(type: string, list: unknown, { served, withoutEffect, fixed }: AttributeRules): Readonly<Record<string, string>> {
  const given = Object.fromEntries(listOf(list).map(({ Key, Value }) => [String(Key), String(Value)]));
  const unknown = Object.keys(given).filter((key) => !served.includes(key) && !withoutEffect.includes(key) && fixed[key] === undefined);
  if (unknown.length > 0) throw new ServiceError('InvalidConfigurationRequest', `the region does not serve the attribute ${unknown.join(', ')} of ${type}`);
  for (const [key, allowed] of Object.entries(fixed)) refuseUnless(`the attribute ${key} of ${type}`, given[key], allowed, 'InvalidConfigurationRequest');
  return given;
}
