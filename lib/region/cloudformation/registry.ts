import type { Identifiers } from '../identifiers';
import type { Providers, ResourceProvider } from './provider';
import { recorder } from './recorded';
import type { Specification } from './specification';
import { isCustom } from './template';

/** Who makes which type of resource. */
export interface Registry {
  /** `undefined` for a type that AWS does not have. */
  provider(type: string): ResourceProvider | undefined;
  /** Whether resources of the type do something here, or are only kept as a record. */
  hasBehaviour(type: string): boolean;
}

export function registry(behaviours: Providers, custom: ResourceProvider, specification: Specification, ids: Identifiers): Registry {
  return {
    provider(type) {
      if (isCustom(type)) return custom;
      const known = specification(type);
      return behaviours[type] ?? (known === undefined ? undefined : recorder(known, ids));
    },
    hasBehaviour: (type) => isCustom(type) || behaviours[type] !== undefined,
  };
}
