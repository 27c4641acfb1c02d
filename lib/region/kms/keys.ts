import type { Permissions, Source } from '../iam/permissions';
import { need, type Need } from '../iam/need';
import { arnOf, parseArn, type Place } from '../place';
import { ServiceError } from '../service-error';
import type { Key } from './key';

/** What a service does with a key of a customer: https://docs.aws.amazon.com/kms/latest/developerguide/services-integrations.html */
const ACTIONS = { read: ['kms:Decrypt'], write: ['kms:GenerateDataKey', 'kms:Decrypt'], attach: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:DescribeKey'] } as const;

export type KeyUse = keyof typeof ACTIONS;

/** AWS KMS: keys of customers, their aliases and policies. Nothing is encrypted; who could decrypt is asked. */
export class Keys {
  /** By ARN; those that wait for their deletion too. */
  readonly keys = new Map<string, Key>();
  /** The ARN of a key by that of its alias. */
  private readonly aliases = new Map<string, string>();

  constructor(private readonly permissions: Permissions) {}

  /** @throws ServiceError `AlreadyExistsException`, `NotFoundException`: an alias is for a key of its own account and region */
  name(alias: string, place: Place, target: string, how: 'new' | 'moved'): void {
    const arn = arnOf('kms', place, alias);
    if (!/^alias\/(?!aws\/)[A-Za-z0-9/_-]{1,250}$/.test(alias)) throw new ServiceError('ValidationException', `Alias must start with the prefix "alias/", and not with "alias/aws/", got ${alias}`);
    if (how === 'new' && this.aliases.has(arn)) throw new ServiceError('AlreadyExistsException', `An alias with the name ${arn} already exists`);
    const { arn: key, place: owner } = this.named(target, place);
    if (owner.account !== place.account) throw new ServiceError('NotFoundException', `Key '${key}' does not exist`);
    this.aliases.set(arn, key);
  }

  unname(alias: string, place: Place): void {
    this.aliases.delete(arnOf('kms', place, alias));
  }

  aliasesOf(key: Key): readonly string[] {
    return [...this.aliases].filter(([, arn]) => arn === key.arn).map(([alias]) => parseArn(alias)?.resource ?? '');
  }

  /** By id, ARN, alias (`alias/...`) or ARN of an alias; a key or an alias without an ARN is of the caller's account and region. */
  find(reference: string, caller: Place): Key | undefined {
    const arn = reference.startsWith('arn:') ? reference : arnOf('kms', caller, reference.startsWith('alias/') ? reference : `key/${reference}`);
    return parseArn(arn)?.region === caller.region ? this.keys.get(this.aliases.get(arn) ?? arn) : undefined;
  }

  /** @throws ServiceError `NotFoundException` */
  named(reference: string, caller: Place): Key {
    const found = this.find(reference, caller);
    if (found !== undefined) return found;
    const { region = caller.region, resource = reference } = parseArn(reference) ?? {};
    if (region !== caller.region) throw new ServiceError('NotFoundException', `Invalid arn ${region}`);
    const arn = reference.startsWith('arn:') ? reference : arnOf('kms', caller, resource.startsWith('alias/') ? resource : `key/${resource}`);
    throw new ServiceError('NotFoundException', resource.startsWith('alias/') ? `Alias ${arn} is not found.` : `Key '${arn}' does not exist`);
  }

  /** A customer's key by id or ARN; nothing for one of AWS's own. */
  arnOf(reference: string | undefined): string | undefined {
    const found = [...this.keys.values()].find(({ id, arn }) => id === reference || arn === reference);
    return found === undefined || found.state === 'PendingDeletion' ? undefined : found.arn;
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
