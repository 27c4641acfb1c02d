/** The account and region in which something lives. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** Builds an ARN of the public partition; `resource` is everything after the account. */
export const arnOf = (service: string, { account, region }: Place, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

export interface Arn {
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** Everything after the account, colons included. */
  readonly resource: string;
}

export function parseArn(text: string): Arn | undefined {
  const [arn, , service = '', region = '', account = '', ...resource] = text.split(':');
  return arn === 'arn' && resource.length > 0 ? { service, region, account, resource: resource.join(':') } : undefined;
}

/** Where somebody calls from: the account of whoever signed, in the region that the signature names. */
export const placeOf = ({ principal, region }: { readonly principal?: string | undefined; readonly region: string }): Place =>
  ({ account: parseArn(principal ?? '')?.account ?? '', region });
