import type { Signer } from './fact';

/** The table that holds the ledgers of a stage's services: partition key `service` (S), sort key `sequence` (N), and `signed` (S): the signed entry as JSON. */
export const ledgerTable = (stage: string): string => `${stage}-ledger`;

/** Where a key lies that vouches for entries. */
export interface KeyPlace {
  readonly stage: string;
  readonly account: string;
  readonly region: string;
}

/** The ARN of a key's alias, by which other accounts ask for it too. */
export const signingKeyArn = ({ stage, account, region }: KeyPlace, signer: Signer): string => `arn:aws:kms:${region}:${account}:${signingAlias(stage, signer)}`;

/** The Docker label under which a container of a release says which bundle its image holds: the bundle's SHA-256. */
export const WORKLOAD_LABEL = 'changeover.workload';

/** The asymmetric keys that vouch for entries, by their aliases. */
export const signingAlias = (stage: string, signer: Signer): string => `alias/${stage}-${signer}-signing`;
