import type { Permissions, Source } from '../iam/permissions';
import { need, type Need } from '../iam/need';
import { parseArn } from '../place';

/** What a service does with a key of a customer: https://docs.aws.amazon.com/kms/latest/developerguide/services-integrations.html */
const ACTIONS = { read: ['kms:Decrypt'], write: ['kms:GenerateDataKey', 'kms:Decrypt'], attach: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:DescribeKey'] } as const;

export type KeyUse = keyof typeof ACTIONS;

/** AWS KMS: keys of customers and their policies. Nothing is encrypted; who could decrypt is asked. */
export class Keys {
  private readonly arns = new Map<string, string>();

  constructor(private readonly permissions: Permissions) {}

  put(id: string, arn: string): void {
    this.arns.set(id, arn);
    this.arns.set(arn, arn);
  }

  remove(id: string, arn: string): void {
    this.arns.delete(id);
    this.arns.delete(arn);
  }

  /** A customer's key by id or ARN; nothing for one of AWS's own. */
  arnOf(reference: string | undefined): string | undefined {
    return reference === undefined ? undefined : this.arns.get(reference);
  }

  /** What somebody needs beside the permission for a service's own action, when the thing is encrypted. */
  needs(reference: string | undefined, use: KeyUse, service: string): readonly Need[] {
    const arn = this.arnOf(reference);
    if (arn === undefined) return [];
    return ACTIONS[use].map((action) => need(action, arn, { 'kms:ViaService': `${service}.${parseArn(arn)?.region ?? ''}.amazonaws.com` }));
  }

  /** What a service needs in its own name. @throws ServiceError `AccessDeniedException` */
  demandOfService(service: string, reference: string | undefined, use: KeyUse, source: Source, context: Need['context'] = {}): void {
    const arn = this.arnOf(reference);
    if (arn === undefined) return;
    this.permissions.demandOfService(service, source, parseArn(arn)?.region ?? '', ACTIONS[use].map((action) => need(action, arn, context)));
  }
}
