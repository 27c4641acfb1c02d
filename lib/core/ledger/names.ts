import type { Signer } from './fact';

/** The table that holds the ledgers of a stage's services: partition key `service` (S), sort key `sequence` (N), and `signed` (S): the signed entry as JSON. */
export const ledgerTable = (stage: string): string => `${stage}-ledger`;

/** The asymmetric keys that vouch for entries, by their aliases. */
export const signingAlias = (stage: string, signer: Signer): string => `alias/${stage}-${signer}-signing`;
