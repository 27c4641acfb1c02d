import type { Fields } from '../fields';
import { ServiceError } from '../service-error';

const MOST_TAGS = 50;
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;

/** The tags of an application or a deployment group. */
export class Tags {
  private readonly values = new Map<string, string>();

  /** @throws ServiceError `InvalidTagsToAddException`, and nothing is added then */
  add(tags: readonly Fields[]): this {
    for (const { Key, Value = '' } of tags) {
      if (typeof Key !== 'string' || Key === '' || Key.length > LONGEST_KEY || Key.startsWith('aws:')) return wrong(`a tag's key has 1 to ${LONGEST_KEY} characters and does not start with aws:, got ${JSON.stringify(Key)}`);
      if (typeof Value !== 'string' || Value.length > LONGEST_VALUE) return wrong(`a tag's value has at most ${LONGEST_VALUE} characters, got ${JSON.stringify(Value)}`);
    }
    const all = new Map([...this.values, ...tags.map(({ Key, Value = '' }) => [String(Key), String(Value)] as const)]);
    if (all.size > MOST_TAGS) return wrong(`a resource has at most ${MOST_TAGS} tags, got ${all.size}`);
    for (const [key, value] of all) this.values.set(key, value);
    return this;
  }

  remove(keys: readonly string[]): void {
    for (const key of keys) this.values.delete(key);
  }

  all(): readonly { readonly Key: string; readonly Value: string }[] {
    return [...this.values].map(([Key, Value]) => ({ Key, Value }));
  }
}

function wrong(message: string): never {
  throw new ServiceError('InvalidTagsToAddException', `The specified tags are not valid: ${message}`);
}
