/**
 * What a ledger says about releases, in the order in which it happens. A fact is never taken back: what ends it is another fact.
 *
 * CI vouches for `recorded` and `promoted`; the deployment function for what became of a release in its stage.
 */
export type Fact = Recorded | Promoted | Deployed | Baked | TakenBack;

/** What a release is, wherever it goes. */
export interface Artifact {
  /** By date and content, such as `2026-11-23-3f9c0d1e2b4a`. */
  readonly release: string;
  /** SHA-256 over the files of its bundle: 64 hexadecimal digits. */
  readonly workload: string;
  /** What its image is asked for by, without the repository: `@sha256:...`, or `:tag` in a repository whose tags cannot change. */
  readonly image: string;
}

/** CI has built it, once. */
export interface Recorded extends Artifact {
  readonly kind: 'recorded';
  readonly commit: string;
  /** Nothing in the working copy differed from the commit. */
  readonly clean: boolean;
  /** Who built it: the caller's ARN. */
  readonly builder: string;
  readonly builtAt: string;
  /** In the order in which they are applied. */
  readonly migrations: readonly Migration[];
}

/** `contract`: takes away a shape of the data that releases before it need; they cannot run on it. */
export interface Migration {
  readonly name: string;
  readonly shape: 'expand' | 'contract';
}

/** It may be deployed here, because another stage says, signed, that it has baked there. */
export interface Promoted extends Artifact {
  readonly kind: 'promoted';
  /** The stage it comes from. */
  readonly from: string;
  /** That stage's entry, whose fact is `baked`. */
  readonly verdict: SignedEntry;
}

/** It has all traffic; blue is kept warm. */
export interface Deployed extends Artifact {
  readonly kind: 'deployed';
  readonly deployment: string;
  readonly taskDefinition: string;
  /** Fingerprint of the topology it runs on. */
  readonly topology: string;
}

/** Its bake is over, and nothing took it back: it can be gone back to. */
export interface Baked extends Artifact {
  readonly kind: 'baked';
  readonly deployment: string;
  readonly taskDefinition: string;
  readonly topology: string;
}

/** It did not stay. */
export interface TakenBack extends Artifact {
  readonly kind: 'taken-back';
  readonly deployment: string;
  readonly why: string;
}

/** One line of the ledger of a service in a stage. */
export interface Entry {
  readonly stage: string;
  readonly service: string;
  /** From 1, without gaps. */
  readonly sequence: number;
  /** The moment, as an ISO instant; never before that of the entry before. */
  readonly at: string;
  /** Who wrote it: the caller's ARN. */
  readonly by: string;
  /** Hash of the entry before; 64 zeros for the first. */
  readonly previous: string;
  readonly fact: Fact;
}

/** Which key vouches for an entry: that of CI, or that of the stage's deployment function. */
export type Signer = 'build' | 'verdict';

export interface SignedEntry {
  readonly entry: Entry;
  /** SHA-256 over the canonical text of the entry: 64 hexadecimal digits. */
  readonly hash: string;
  readonly signer: Signer;
  /**
   * ECDSA on P-256 with SHA-256 over the 64 characters of `hash`, in DER: base64. So KMS makes it (`ECDSA_SHA_256`, `MessageType: RAW`), and so
   * everybody with the public key can check it: Node's own `verify('sha256', ...)` takes messages, and no digests.
   */
  readonly signature: string;
}

/** Who may say what. */
export const signerOf = ({ kind }: Fact): Signer => (kind === 'recorded' || kind === 'promoted' ? 'build' : 'verdict');
