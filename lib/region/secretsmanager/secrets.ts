import type { Operation } from '../endpoint/json-protocol';
import type { Identifiers } from '../identifiers';
import { arnOf, type Place } from '../place';
import { ServiceError } from '../service-error';
import { fieldsIn } from '../../core/json-fields';

export interface SecretVersion {
  readonly id: string;
  readonly value: string;
  readonly stages: readonly string[];
}

interface Secret {
  readonly arn: string;
  readonly name: string;
  readonly place: Place;
  /** The key of KMS that it is encrypted with, if the template names one. */
  readonly key: string | undefined;
  /** Newest first: the current one and the one before it. */
  readonly versions: readonly SecretVersion[];
}

/** Which version of a secret is meant; left out: the current one. */
export interface VersionChoice {
  readonly stage?: string | undefined;
  readonly id?: string | undefined;
}

/** AWS Secrets Manager: secrets by ARN, by name, or by an ARN without its six last characters. */
export class Secrets {
  private readonly secrets = new Map<string, Secret>();

  constructor(private readonly ids: Identifiers) {}

  /** @throws ServiceError `ResourceExistsException` */
  create(place: Place, name: string, value: string, key?: string): string {
    const taken = [...this.secrets.values()].some((secret) => secret.name === name && samePlace(secret.place, place));
    if (taken) throw new ServiceError('ResourceExistsException', `The operation failed because the secret ${name} already exists.`);
    const arn = arnOf('secretsmanager', place, `secret:${name}-${this.ids.lower(6)}`);
    this.secrets.set(arn, { arn, name, place, key, versions: [{ id: this.ids.uuid(), value, stages: ['AWSCURRENT'] }] });
    return arn;
  }

  /** @throws ServiceError `ResourceNotFoundException` */
  get(reference: string, choice: VersionChoice = {}): { readonly arn: string; readonly name: string; readonly value: string; readonly version: SecretVersion } {
    const { arn, name, versions } = this.found(reference);
    const { stage = choice.id === undefined ? 'AWSCURRENT' : undefined, id } = choice;
    const version = versions.find((one) => (id === undefined || one.id === id) && (stage === undefined || one.stages.includes(stage)));
    if (version === undefined) throw new ServiceError('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for ${id === undefined ? `staging label: ${stage ?? ''}` : `VersionId: ${id}`}`);
    return { arn, name, value: version.value, version };
  }

  /** A new version becomes the current one; the one before it stays readable as the previous one. */
  change(reference: string, value: string): void {
    const secret = this.found(reference);
    const [current] = secret.versions;
    const previous = current === undefined ? [] : [{ ...current, stages: ['AWSPREVIOUS'] }];
    this.secrets.set(secret.arn, { ...secret, versions: [{ id: this.ids.uuid(), value, stages: ['AWSCURRENT'] }, ...previous] });
  }

  /** The text of a secret, or of one key of it. @throws ServiceError when there is no such secret or key */
  text(reference: string, key: string | undefined, choice: VersionChoice = {}): string {
    const { value } = this.get(reference, choice);
    if (key === undefined) return value;
    const found = fieldsIn(value)?.[key];
    if (typeof found === 'object' || found === undefined) throw new ServiceError('ResourceNotFoundException', `Could not find a value associated with JSONKey in SecretString: ${key}`);
    return String(found);
  }

  /** `ARN:SecretString:key`, as container definitions are resolved. */
  resolve(reference: string): string {
    const [, secret = reference, key] = /^(.+?):SecretString:?([^:]*)/.exec(reference) ?? [];
    return this.text(secret, key === '' ? undefined : key);
  }

  remove(arn: string): void {
    this.secrets.delete(arn);
  }

  readonly operations: Readonly<Record<string, Operation>> = {
    GetSecretValue: async ({ SecretId, VersionStage, VersionId }) => {
      if (typeof SecretId !== 'string' || SecretId === '') throw new ServiceError('InvalidParameterException', 'You must provide a value for the SecretId parameter.');
      const { arn, name, value, version } = this.get(SecretId, { stage: optional(VersionStage), id: optional(VersionId) });
      return { ARN: arn, Name: name, VersionId: version.id, SecretString: value, VersionStages: version.stages };
    },
  };

  /** Nothing when there is none of that name or ARN. */
  find(reference: string): Secret | undefined {
    return this.secrets.get(reference) ?? [...this.secrets.values()].find(({ name, arn }) => name === reference || arn.slice(0, -7) === reference);
  }

  private found(reference: string): Secret {
    const found = this.find(reference);
    if (found === undefined) throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return found;
  }
}

const samePlace = (one: Place, other: Place): boolean => one.account === other.account && one.region === other.region;
const optional = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
