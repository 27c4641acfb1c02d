import { reasonOf } from '../service-error';
import { CANCELLED_REASON } from './stack';
import type { Work } from './work';

type Verb = keyof typeof CANCELLED_REASON;

/**
 * How far an operation has come, told in the stack's events.
 *
 * The first failure ends it: nothing new begins, and what is under way is given up, as CloudFormation tells it. What was given up may
 * still finish here, because a service on this machine cannot be stopped half-way; it is undone like everything else.
 */
export class Progress {
  private readonly running = new Map<string, Verb>();
  private readonly failed: Record<Verb, string[]> = { CREATE: [], UPDATE: [] };
  private readonly cancelling = new AbortController();

  constructor(private readonly note: Work['note']) {}

  get cancelled(): AbortSignal {
    return this.cancelling.signal;
  }

  begin(logicalId: string, verb: Verb): void {
    this.running.set(logicalId, verb);
    this.note(logicalId, `${verb}_IN_PROGRESS`);
  }

  complete(logicalId: string): void {
    const verb = this.running.get(logicalId);
    if (verb !== undefined) this.note(logicalId, `${verb}_COMPLETE`);
    this.running.delete(logicalId);
  }

  fail(logicalId: string, thrown: unknown): void {
    if (!this.running.has(logicalId)) return;
    this.end(logicalId, reasonOf(thrown));
    for (const [other, verb] of this.running) this.end(other, CANCELLED_REASON[verb]);
    this.cancelling.abort();
  }

  /** Ends the operation because somebody wants it to end. */
  giveUp(): void {
    for (const [logicalId, verb] of this.running) this.end(logicalId, CANCELLED_REASON[verb]);
    this.cancelling.abort();
  }

  /** Why the operation failed, in the service's words; `undefined` while it has not. */
  failure(): string | undefined {
    if (!this.cancelled.aborted) return undefined;
    const told = ([['create', this.failed.CREATE], ['update', this.failed.UPDATE]] as const).filter(([, names]) => names.length > 0);
    if (told.length === 0) return 'User Initiated';
    return told.map(([verb, names]) => `The following resource(s) failed to ${verb}: [${names.join(', ')}]. `).join('');
  }

  private end(logicalId: string, reason: string): void {
    const verb = this.running.get(logicalId) ?? 'UPDATE';
    this.running.delete(logicalId);
    this.failed[verb].push(logicalId);
    this.note(logicalId, `${verb}_FAILED`, reason);
  }
}
