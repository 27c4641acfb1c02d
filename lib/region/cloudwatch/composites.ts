import type { StateValue } from '../../core/alarm/alarm-state';
import { cycleFrom } from '../../core/alarm/composite/cycle';
import { parseRule } from '../../core/alarm/composite/parse-rule';
import { childrenOf, holds, type Rule } from '../../core/alarm/composite/rule';
import { spell } from '../../core/checked';
import type { Clock } from '../../core/time';
import { ServiceError } from '../service-error';
import type { AlarmBook } from './alarm-book';

/** CloudWatch's composite alarms: each looks at the states of others, whenever one of them changes. */
export class Composites implements Disposable {
  readonly rules = new Map<string, Rule>();
  private readonly watch: Disposable;

  constructor(private readonly clock: Pick<Clock, 'now'>, private readonly book: AlarmBook) {
    this.watch = book.watch(({ name, to }) => this.changed(name, `${name} transitioned to ${to.state}`));
  }

  /** @throws ServiceError `ValidationError` for a rule that cannot be read, names no alarm, or leads back to this one */
  put(name: string, text: string): void {
    const read = parseRule(text);
    if (!read.ok) throw invalid(`AlarmRule ${read.problems.map(spell).join('; ')}`);
    const children = childrenOf(read.value).map(nameIn);
    const missing = children.filter((child) => child !== name && this.book.entry(child) === undefined);
    if (missing.length > 0) throw invalid(`AlarmRule names alarms that do not exist: ${missing.join(', ')}`);
    const cycle = cycleFrom(name, (alarm) => (alarm === name ? children : this.childrenOf(alarm)));
    if (cycle !== undefined) throw invalid(`AlarmRule leads back to the alarm itself, and would never be evaluated: ${cycle.join(' -> ')}`);
    this.rules.set(name, read.value);
    this.book.put('composite', name, this.clock.now());
    this.evaluate(name, `${name} was created or updated`);
  }

  /** @throws ServiceError `ValidationError` while another composite alarm depends on it */
  remove(name: string): void {
    this.refuseWhileNeeded(name);
    this.rules.delete(name);
    this.book.remove(name);
  }

  /** @throws ServiceError `ValidationError` while a composite alarm depends on it */
  refuseWhileNeeded(name: string): void {
    const parents = [...this.rules.keys()].filter((parent) => parent !== name && this.childrenOf(parent).includes(name));
    if (parents.length > 0) throw invalid(`Cannot delete ${name} as there are composite alarm(s) depending on it: ${parents.join(', ')}`);
  }

  [Symbol.dispose](): void {
    this.watch[Symbol.dispose]();
  }

  private childrenOf(name: string): readonly string[] {
    const rule = this.rules.get(name);
    return rule === undefined ? [] : childrenOf(rule).map(nameIn);
  }

  private changed(child: string, why: string): void {
    for (const name of this.rules.keys()) if (this.childrenOf(name).includes(child)) this.evaluate(name, why);
  }

  private evaluate(name: string, why: string): void {
    const rule = this.rules.get(name);
    if (rule === undefined) return;
    const stateOf = (alarm: string): StateValue => this.book.entry(nameIn(alarm))?.state.state ?? 'INSUFFICIENT_DATA';
    this.book.enter(name, { state: holds(rule, stateOf) ? 'ALARM' : 'OK', reason: why }, this.clock.now());
  }
}

/** A rule names alarms by name or ARN. */
export const nameIn = (reference: string): string => /^arn:aws:cloudwatch:[^:]*:\d*:alarm:(.+)$/.exec(reference)?.[1] ?? reference;

const invalid = (message: string): ServiceError => new ServiceError('ValidationError', message);
