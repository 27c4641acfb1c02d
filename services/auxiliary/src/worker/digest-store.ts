import type { Digest } from '../digest/digest';
import type { Lease } from './lease';

/** Where digests are filed. */
export interface DigestStore {
  /**
   * Files a digest under its shop and key, if the lease still stands as given and nothing is filed there yet: all of it at once or
   * nothing, so a message that comes twice has one effect, and a release that has lost the lease has none.
   *
   * @throws Unavailable, after which it may be filed all the same
   */
  file(digest: Digest, under: Lease): Promise<'filed' | 'there-already' | 'lease-lost'>;
}
