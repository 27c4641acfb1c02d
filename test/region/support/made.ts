import type { Created, Providers, ResourceProvider } from '../../../lib/region/cloudformation/provider';
import { resourceRequest } from './resource-request';

const never = new AbortController().signal;

type Properties = Readonly<Record<string, unknown>>;

/** Makes, changes and removes resources as CloudFormation does, of what `providers` can make. */
export function making(providers: Providers) {
  const of = (type: string): ResourceProvider => {
    const found = Object.entries(providers).find(([name]) => name.endsWith(`::${type}`));
    if (found === undefined) throw new Error(`no provider for ${type}`);
    return found[1];
  };
  return {
    create: (type: string, properties: Properties, logicalId?: string): Promise<Created> => of(type).create(resourceRequest(type, properties, logicalId), never),
    update: (type: string, made: Created, properties: Properties): Promise<Created | 'replace'> => of(type).update(resourceRequest(type, properties), { ...made, properties: {} }, never),
    remove: (type: string, made: Created, properties: Properties = {}): Promise<void> => of(type).delete(resourceRequest(type, properties), { ...made, properties }),
  };
}
