export type StateValue = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export interface AlarmState {
  readonly state: StateValue;
  /** CloudWatch's `StateReason`. It tells of the last change, so whoever keeps states keeps the reason while the state stays. */
  readonly reason: string;
}

/** What a new alarm says until it was evaluated for the first time. */
export const unchecked: AlarmState = { state: 'INSUFFICIENT_DATA', reason: 'Unchecked: Initial alarm creation' };
