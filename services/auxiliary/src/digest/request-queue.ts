import type { DigestRequest } from './digest-request';

/** Where wishes for digests go. */
export interface RequestQueue {
  /** Resolves once the queue has it for good. @throws Unavailable, after which it may have it all the same */
  send(request: DigestRequest): Promise<void>;
}
