import type { ResourcePolicies } from '../../core/policy/decide';
import type { Policy } from '../../core/policy/policy';
import { parseArn } from '../place';

/** The policies of resources, by the resource's ARN and by who put them there. */
export class ResourcePolicyBook {
  /** @param bucketOwner the account of a bucket, whose ARN does not say it */
  constructor(private readonly bucketOwner: (arn: string) => string | undefined = () => undefined) {}

  private readonly books = new Map<string, { readonly rule: ResourcePolicies['rule']; readonly policies: Map<string, Policy> }>();

  put(resourceArn: string, owner: string, policy: Policy, rule: ResourcePolicies['rule'] = 'enough'): void {
    const book = this.books.get(resourceArn) ?? { rule, policies: new Map<string, Policy>() };
    this.books.set(resourceArn, book);
    book.policies.set(owner, policy);
  }

  remove(resourceArn: string, owner: string): void {
    this.books.get(resourceArn)?.policies.delete(owner);
  }

  all(): readonly Policy[] {
    return [...this.books.values()].flatMap(({ policies }) => [...policies.values()]);
  }

  has(resourceArn: string): boolean {
    return (this.books.get(resourceArn)?.policies.size ?? 0) > 0;
  }

  /** What a resource's own policies say; nothing for a resource that belongs to no account, as `*` does. */
  of(resourceArn: string): ResourcePolicies | undefined {
    // The policy of a bucket is also that of what is in it.
    const about = resourceArn.startsWith('arn:aws:s3:::') ? resourceArn.replace(/\/.*$/s, '') : resourceArn;
    const account = this.bucketOwner(about) ?? parseArn(about)?.account ?? '';
    if (account === '') return undefined;
    const book = this.books.get(about);
    return { account, rule: book?.rule ?? 'enough', policies: [...book?.policies.values() ?? []] };
  }
}
