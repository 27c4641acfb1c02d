import { DatabaseFailure } from '../../../shared/src/database/failure';
import type { ReaderPool } from '../../../shared/src/database/reader-pool';
import { counted, type ServedBy } from '../../../shared/src/log/counted';
import { errorChain } from '../../../shared/src/log/error-chain';
import type { Log } from '../../../shared/src/log/log';
import type { Time } from '../../../shared/src/time';
import { Unavailable } from '../../../shared/src/unavailable';
import { composeDigest } from '../digest/compose-digest';
import { readDigestRequest, type DigestRequest } from '../digest/digest-request';
import type { DigestStore } from './digest-store';
import type { Delivery } from './work-queue';

export interface WorkPorts {
  readonly reader: ReaderPool;
  readonly store: DigestStore;
  readonly served: ServedBy;
  readonly log: Log;
  readonly time: Time;
}

/**
 * What is to become of a delivery: `finish` - its effect is there; `give-back` - it was not ours to work on; `later` - something that
 * it needs is away, and others would fare no better; `refuse` - it failed by itself, and after a few more times it is set aside.
 */
export type Outcome = 'finish' | 'give-back' | 'later' | 'refuse';

/** How the contract names this work. */
const OPERATION = 'composeDigest';

/** Composes and files what a message asks for, under the lease of the given epoch, and tells of it in one line that is also its metrics. */
export async function workOn(delivery: Delivery, epoch: number, { reader, store, served, log, time }: WorkPorts): Promise<Outcome> {
  const startMs = time.elapsedMs();
  const request = readDigestRequest(delivery.body);
  const tell = (outcome: string, failed: boolean | undefined, error?: unknown): void => {
    const durationMs = Math.round((time.elapsedMs() - startMs) * 10) / 10;
    const isCounted = failed !== undefined && request?.synthetic !== true;
    log.record(failed === true ? 'error' : 'info', 'message', {
      operation: OPERATION,
      outcome,
      ...told(delivery, request),
      durationMs,
      ...(error === undefined ? {} : { error: errorChain(error), ...sqlstateOf(error) }),
      ...(isCounted ? counted(served, { operation: OPERATION, endedAt: time.now(), durationMs, failed }) : {}),
    });
  };
  if (request === undefined) {
    tell('failed', true, new Error('nobody here writes such a message'));
    return 'refuse';
  }
  try {
    const digest = await composeDigest(request, served.release, reader, time);
    const filed = await store.file(digest, { release: served.release, epoch });
    tell(filed === 'filed' ? 'ok' : filed === 'there-already' ? 'repeated' : 'given back', filed === 'filed' ? false : undefined);
    return filed === 'lease-lost' ? 'give-back' : 'finish';
  } catch (error) {
    tell('failed', true, error);
    return isAway(error) ? 'later' : 'refuse';
  }
}

const isAway = (error: unknown): boolean => error instanceof Unavailable || (error instanceof DatabaseFailure && error.kind !== 'fault');

const sqlstateOf = (error: unknown): { readonly sqlstate?: string } =>
  (error instanceof DatabaseFailure && error.sqlstate !== undefined ? { sqlstate: error.sqlstate } : {});

function told({ messageId, deliveries }: Delivery, request: DigestRequest | undefined): Readonly<Record<string, unknown>> {
  if (request === undefined) return { messageId, deliveries };
  const { requestId, synthetic } = request;
  return { messageId, deliveries, requestId, ...(synthetic ? { synthetic } : {}) };
}
