import type { Operation } from '../endpoint/json-protocol';
import type { Identifiers } from '../identifiers';
import { arnOf, type Place } from '../place';
import { ServiceError } from '../service-error';

/** AWS Secrets Manager: secrets by ARN or name. */
export class Secrets {
  private readonly values = new Map<string, { readonly arn: string; readonly name: string; readonly value: string }>();

  constructor(private readonly ids: Identifiers) {}

  create(place: Place, name: string, value: string): string {
    const arn = arnOf('secretsmanager', place, `secret:${name}-${this.ids.lower(6)}`);
    this.values.set(arn, { arn, name, value });
    return arn;
  }

  /** @throws ServiceError `ResourceNotFoundException` */
  get(reference: string): { readonly arn: string; readonly name: string; readonly value: string } {
    const found = this.values.get(reference) ?? [...this.values.values()].find(({ name }) => name === reference);
    if (found === undefined) throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return found;
  }

  change(arn: string, value: string): void {
    this.values.set(arn, { ...this.get(arn), value });
  }

  /** What a template's `{{resolve:secretsmanager:ARN:SecretString:key::}}` stands for. */
  resolve(reference: string): string {
    const [, secret = '', key] = /^(.+?):SecretString:?([^:]*)/.exec(reference) ?? [];
    const { value } = this.get(secret);
    return key === undefined || key === '' ? value : String((JSON.parse(value) as Readonly<Record<string, unknown>>)[key]);
  }

  remove(arn: string): void {
    this.values.delete(arn);
  }

  readonly operations: Readonly<Record<string, Operation>> = {
    GetSecretValue: async (input) => {
      const { arn, name, value } = this.get(String(input['SecretId']));
      return { ARN: arn, Name: name, SecretString: value, VersionStages: ['AWSCURRENT'] };
    },
  };
}
