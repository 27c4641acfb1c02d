import type { Clock } from '../../core/time';
import { after, between, millis, type Instant, type Millis } from '../../core/units';
import type { MetricStore } from '../cloudwatch/metric-store';
import type { Fields } from '../fields';
import { need } from '../iam/need';
import type { Permissions } from '../iam/permissions';
import type { Identifiers } from '../identifiers';
import type { Functions } from '../lambda/functions';
import type { Place } from '../place';
import { isServiceError } from '../service-error';
import type { EventPattern } from './pattern';

export interface EventRule {
  readonly arn: string;
  readonly name: string;
  readonly place: Place;
  readonly enabled: boolean;
  /** @default - it has no schedule */
  readonly every: Millis | undefined;
  /** @default - it waits for no events */
  readonly pattern: EventPattern | undefined;
  readonly targets: readonly { readonly functionArn: string; readonly input: unknown }[];
}

/** What happened somewhere, without what EventBridge adds. */
export interface Happening {
  readonly source: string;
  readonly 'detail-type': string;
  readonly resources: readonly string[];
  readonly detail: Fields;
}

export interface EventRulePorts {
  readonly clock: Clock;
  readonly ids: Identifiers;
  readonly functions: Pick<Functions, 'start' | 'isBusy'>;
  readonly permissions: Pick<Permissions, 'demandOfService'>;
  readonly metrics: MetricStore;
}

/** Amazon EventBridge: rules of the default bus that call functions, by the clock or because something happened. */
export class EventRules implements Disposable {
  private readonly rules = new Map<string, { readonly rule: EventRule; readonly stop: AbortController }>();

  constructor(private readonly ports: EventRulePorts) {}

  /** Makes or replaces a rule; a schedule begins when its rule is made. */
  define(rule: EventRule): void {
    this.remove(rule.arn);
    const stop = new AbortController();
    this.rules.set(rule.arn, { rule, stop });
    if (rule.enabled && rule.every !== undefined) void this.repeat(rule, rule.every, stop.signal).catch(() => undefined);
  }

  remove(arn: string): void {
    this.rules.get(arn)?.stop.abort();
    this.rules.delete(arn);
  }

  /** Tells every rule of the account and region that waits for it. */
  happened({ account, region }: Place, happening: Happening): void {
    for (const { rule } of [...this.rules.values()]) {
      if (!rule.enabled || rule.place.account !== account || rule.place.region !== region) continue;
      const event = this.event(rule.place, happening);
      if (rule.pattern?.(event) === true) this.deliver(rule, event);
    }
  }

  [Symbol.dispose](): void {
    for (const { stop } of this.rules.values()) stop.abort();
  }

  private async repeat(rule: EventRule, every: Millis, stopped: AbortSignal): Promise<void> {
    const { clock, functions } = this.ports;
    for (let due = after(clock.now(), every); !stopped.aborted; due = nextAfter(clock.now(), due, every)) {
      await clock.sleep(millis(Math.max(0, between(clock.now(), due))), stopped);
      if (rule.targets.some(({ functionArn }) => functions.isBusy(functionArn))) continue;
      this.deliver(rule, this.event(rule.place, { source: 'aws.events', 'detail-type': 'Scheduled Event', resources: [rule.arn], detail: {} }));
    }
  }

  private event({ account, region }: Place, happening: Happening): Fields {
    const time = new Date(this.ports.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
    return { version: '0', id: this.ports.ids.uuid(), ...happening, account, region, time };
  }

  /** EventBridge calls a function in its own name, which only the function's policy can allow: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html */
  private deliver({ arn, name, place, targets }: EventRule, event: Fields): void {
    for (const { functionArn, input } of targets) {
      try {
        this.ports.permissions.demandOfService('events.amazonaws.com', { arn, account: place.account }, place.region, [need('lambda:InvokeFunction', functionArn)]);
        this.ports.functions.start(functionArn, input ?? event);
        this.count(name, 'Invocations');
      } catch (thrown) {
        if (!isServiceError(thrown)) throw thrown;
        this.count(name, 'FailedInvocations');
      }
    }
  }

  /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html */
  private count(RuleName: string, metric: 'Invocations' | 'FailedInvocations'): void {
    this.ports.metrics.put({ namespace: 'AWS/Events', name: metric, dimensions: { RuleName } }, this.ports.clock.now(), 1, 1, { unit: 'Count' });
  }
}

/** The schedule does not move when something was late: what was due meanwhile is left out. */
function nextAfter(now: Instant, due: Instant, every: Millis): Instant {
  const missed = Math.max(0, Math.floor(between(due, now) / every));
  return after(due, millis(every * (missed + 1)));
}
