import type { Signer } from './fact';

/** Whose key: that of a stage's CI, or that of its deployment function. */
export interface KeyOwner {
  readonly stage: string;
  readonly signer: Signer;
}

/** Whose a key is, as one text. */
export const keyName = ({ stage, signer }: KeyOwner): string => `${stage} ${signer}`;

/** What has to be computed to believe a ledger. */
export interface Proofs {
  /** SHA-256 of a text in UTF-8: 64 hexadecimal digits. */
  hash(text: string): string;
  /**
   * Whether the owner's key has made `signature` (base64) over `hash`.
   *
   * `undefined`: nobody here has the owner's public key, so it cannot be told.
   */
  vouches(owner: KeyOwner, hash: string, signature: string): boolean | undefined;
}
