import type { Dice } from '../../core/chance';
import { fill, type FilledRequest } from '../../core/operation/fill';
import type { Exchange, Operation } from '../../core/operation/operation';

/** One request of a customer. */
export interface Customer extends FilledRequest {
  readonly operation: Operation;
  readonly exchange: Exchange;
  readonly member: string;
  /** Idempotency key of a write. */
  readonly key: string;
}

/** How many members come by: enough that two requests for one member at a time are rare, and not unheard of. */
const MEMBERS = 200;

/** Chooses what the next customer does, by the shares of the contract. */
export class Mix {
  private readonly loaded: readonly Operation[];
  /** Members for whom an operation has succeeded that another one needs before it. */
  private readonly ready = new Map<string, string[]>();
  private sent = 0;

  constructor(operations: readonly Operation[], private readonly dice: Dice, private readonly run: string) {
    this.loaded = operations.filter(({ load }) => load !== undefined);
    if (this.loaded.length === 0) throw new Error('the contract has no operation with a load');
  }

  next(): Customer {
    const wanted = this.pick();
    const { after } = wanted.load as Exchange;
    const waiting = after === undefined ? undefined : this.ready.get(after)?.shift();
    // Nobody is ready for it yet: this customer does what comes before it.
    const operation = after === undefined || waiting !== undefined ? wanted : this.loaded.find(({ id }) => id === after) ?? wanted;
    const member = waiting ?? `m-${Math.floor(this.dice.between(0, MEMBERS))}`;
    this.sent += 1;
    const exchange = operation.load as Exchange;
    return { ...fill(operation, exchange, { member }), operation, exchange, member, key: `${this.run}-${this.sent}` };
  }

  /** The request did what it should. */
  succeeded({ operation, member }: Customer): void {
    if (!this.loaded.some(({ load }) => load?.after === operation.id)) return;
    const list = this.ready.get(operation.id) ?? [];
    this.ready.set(operation.id, list);
    if (list.length < MEMBERS) list.push(member);
  }

  private pick(): Operation {
    const total = this.loaded.reduce((sum, { share }) => sum + share, 0);
    let left = this.dice.between(0, total);
    return this.loaded.find(({ share }) => (left -= share) < 0) ?? (this.loaded.at(-1) as Operation);
  }
}
