import { minutes } from '../core/units';
import type { Scenario } from './scenario';

const unharmed = { kind: 'none' } as const;

/** Every scenario that can be rehearsed. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'healthy',
    sentence: 'A good release; nobody notices it',
    offer: { kind: 'assembled' }, guardsOff: [], noticedAfter: undefined, control: undefined,
    expected: { outcome: 'promoted', stoppedBy: undefined, harmed: unharmed, missingWrites: 'none' },
  },
  {
    name: 'outage-as-it-happened',
    sentence: 'A build that writes to the replica under load, released all at once, without alarms and probes; somebody notices after half an hour',
    offer: { kind: 'routing-fault' }, guardsOff: ['alarms', 'probes', 'gradual-shift'], noticedAfter: minutes(30), control: 'outage-as-it-happened',
    expected: { outcome: 'rolled-back', stoppedBy: 'person', harmed: { kind: 'only', operation: 'usePoints' }, missingWrites: 'none' },
  },
  {
    name: 'outage-alarms',
    sentence: 'The same build, shifted in steps under alarms, without probes',
    offer: { kind: 'routing-fault' }, guardsOff: ['probes'], noticedAfter: undefined, control: 'outage-as-it-happened',
    expected: { outcome: 'rolled-back', stoppedBy: 'alarm', harmed: { kind: 'only', operation: 'usePoints' }, missingWrites: 'none' },
  },
  {
    name: 'outage',
    sentence: 'The same build, probed before any customer reaches it',
    offer: { kind: 'routing-fault' }, guardsOff: [], noticedAfter: undefined, control: 'outage-alarms',
    expected: { outcome: 'refused', stoppedBy: 'hook', harmed: unharmed, missingWrites: 'none' },
  },
  {
    name: 'wrong-database',
    sentence: "A laptop's build with the settings of staging inside: it finds itself in the wrong place, never becomes ready, and gets no request",
    offer: { kind: 'local-build', guarded: true }, guardsOff: [], noticedAfter: undefined, control: 'wrong-database-unguarded',
    expected: { outcome: 'refused', stoppedBy: 'preflight', harmed: unharmed, missingWrites: 'none' },
  },
  {
    name: 'wrong-database-unguarded',
    sentence: 'The same build without its identity check, and no probes: points go to the database of staging',
    offer: { kind: 'local-build', guarded: false }, guardsOff: ['probes', 'alarms'], noticedAfter: undefined, control: 'wrong-database-unguarded',
    expected: { outcome: 'promoted', stoppedBy: undefined, harmed: { kind: 'any' }, missingWrites: 'some' },
  },
];

export const scenarioNamed = (name: string): Scenario | undefined => scenarios.find((scenario) => scenario.name === name);

/** What `npm start` runs: a good release, and the same bad one three times. */
export const tour = ['healthy', 'outage-as-it-happened', 'outage-alarms', 'outage'] as const;
