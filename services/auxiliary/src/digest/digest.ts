import type { RankedMember } from '../shop/ranking';
import type { Statistics } from '../shop/statistics';
import type { DigestRequest } from './digest-request';

/** A shop as it was when somebody asked for it. */
export interface Digest {
  readonly request: DigestRequest;
  readonly composedAt: Date;
  /** Which build composed it. */
  readonly release: string;
  readonly statistics: Statistics;
  readonly ranking: readonly RankedMember[];
}
