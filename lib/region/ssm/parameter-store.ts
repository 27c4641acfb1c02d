import type { Providers } from '../cloudformation/provider';
import type { Place } from '../place';
import { ServiceError } from '../service-error';

/** Systems Manager's parameters, by account, region and name. */
export class ParameterStore {
  private readonly values = new Map<string, string>();

  get(place: Place, name: string): string | undefined {
    return this.values.get(key(place, name));
  }

  put(place: Place, name: string, value: string): void {
    this.values.set(key(place, name), value);
  }

  remove(place: Place, name: string): void {
    this.values.delete(key(place, name));
  }
}

const key = ({ account, region }: Place, name: string): string => `${account}/${region}${name.startsWith('/') ? '' : '/'}${name}`;

export function parameterResources(store: ParameterStore): Providers {
  return {
    'AWS::SSM::Parameter': {
      async create({ place, properties }) {
        const name = String(properties['Name']);
        if (store.get(place, name) !== undefined) throw new ServiceError('ParameterAlreadyExists', `${name} already exists.`);
        store.put(place, name, String(properties['Value']));
        return { physicalId: name, attributes: { Type: properties['Type'], Value: properties['Value'] } };
      },
      async update({ place, properties }, existing) {
        store.put(place, existing.physicalId, String(properties['Value']));
        return { physicalId: existing.physicalId, attributes: { Type: properties['Type'], Value: properties['Value'] } };
      },
      async delete({ place }, { physicalId }) {
        store.remove(place, physicalId);
      },
    },
  };
}
