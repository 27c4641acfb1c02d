import type { StateValue } from '../../core/alarm/alarm-state';
import type { Instant } from '../../core/units';
import { isTrue, textsOf, type Fields } from '../fields';
import type { Place } from '../place';
import { reasonOf, ServiceError } from '../service-error';
import type { AlarmBook, AlarmChange } from './alarm-book';

/** What an alarm says and does besides having a state. */
export interface AlarmDescription {
  readonly arn: string;
  readonly place: Place;
  readonly properties: Fields;
}

/** One action that a change of state asked for, and what became of it. */
export interface ActionTaken {
  readonly at: Instant;
  readonly alarm: string;
  readonly action: string;
  /** Nothing when it was carried out. */
  readonly failure: string | undefined;
}

const LISTS: Readonly<Record<StateValue, string>> = { ALARM: 'AlarmActions', OK: 'OKActions', INSUFFICIENT_DATA: 'InsufficientDataActions' };
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const MOST_ACTIONS = 5;

/** Carries out what alarms are to do when they change: tells topics. */
export class AlarmActions implements Disposable {
  readonly taken: ActionTaken[] = [];
  readonly described = new Map<string, AlarmDescription>();
  private readonly watch: Disposable;

  /** `publish` sends a message to a topic in the name of an alarm. @throws when it cannot or may not */
  constructor(book: AlarmBook, private readonly publish: (topicArn: string, subject: string, message: string, alarmArn: string) => void) {
    this.watch = book.watch((change) => this.changed(change));
  }

  /** @throws ServiceError `ValidationError` for an action that the region cannot carry out */
  describe(name: string, description: AlarmDescription): void {
    for (const list of Object.values(LISTS)) {
      const actions = textsOf(description.properties[list]);
      const other = actions.find((action) => !/^arn:aws:sns:[^:]+:\d+:[^:]+$/.test(action));
      if (other !== undefined) throw new ServiceError('ValidationError', `the region tells SNS topics of alarms, and does not know the action ${other}`);
      if (actions.length > MOST_ACTIONS) throw new ServiceError('ValidationError', `${list} has at most ${MOST_ACTIONS} actions, got ${actions.length}`);
    }
    this.described.set(name, description);
  }

  [Symbol.dispose](): void {
    this.watch[Symbol.dispose]();
  }

  private changed({ name, at, from, to }: AlarmChange): void {
    const description = this.described.get(name);
    const { properties = {}, arn = '' } = description ?? {};
    if (properties['ActionsEnabled'] !== undefined && !isTrue(properties['ActionsEnabled'])) return;
    for (const action of textsOf(properties[LISTS[to.state]])) {
      const failure = this.tell(action, { name, at, from, to }, arn, description?.place);
      this.taken.push({ at, alarm: name, action, failure });
    }
  }

  private tell(topic: string, { name, at, from, to }: AlarmChange, arn: string, place: Place | undefined): string | undefined {
    const message = {
      AlarmName: name, AlarmDescription: this.described.get(name)?.properties['AlarmDescription'] ?? null, AWSAccountId: place?.account, NewStateValue: to.state, NewStateReason: to.reason,
      StateChangeTime: new Date(at).toISOString().replace('Z', '+0000'), Region: place?.region, AlarmArn: arn, OldStateValue: from,
    };
    try {
      this.publish(topic, `${to.state}: "${name}" in ${place?.region ?? ''}`.slice(0, 100), JSON.stringify(message), arn);
      return undefined;
    } catch (thrown) {
      return reasonOf(thrown);
    }
  }
}
