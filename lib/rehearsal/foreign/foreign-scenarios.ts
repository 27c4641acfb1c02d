import type { Scenario } from '../scenario';

const offer = { kind: 'assembled' } as const;
const asBuilt = { offer, guardsOff: [], noticedAfter: undefined } as const;
const unwatched = { offer, guardsOff: ['alarms'], noticedAfter: undefined } as const;
const takenBack = { refusals: 'any', outcome: 'rolled-back', stoppedBy: 'alarm', missingWrites: 'none' } as const;
const promoted = { refusals: 'any', outcome: 'promoted', stoppedBy: undefined, missingWrites: 'none' } as const;
const slow = { kind: 'slow-answers', percent: 1 } as const;

/** What can be rehearsed with somebody else's app. Faults come from the balancer, so that no code of theirs is needed: they meet the new release only. */
export const foreignScenarios: readonly Scenario[] = [
  { name: 'healthy', sentence: 'The app as it is; nobody notices its release', ...asBuilt, control: undefined, expected: { ...promoted, harmed: { kind: 'none' } } },
  {
    name: 'errors', sentence: 'The new release fails half of the requests of one operation; an alarm has to take it back',
    ...asBuilt, disturbance: { kind: 'errors', share: 0.5 }, control: 'errors-unwatched', expected: { ...takenBack, harmed: { kind: 'any' } },
  },
  {
    name: 'errors-unwatched', sentence: 'The same without alarms',
    ...unwatched, disturbance: { kind: 'errors', share: 0.5 }, control: 'errors-unwatched', expected: { ...promoted, harmed: { kind: 'some' } },
  },
  {
    name: 'latency', sentence: 'The new release answers one operation two seconds later; an alarm has to take it back',
    ...asBuilt, disturbance: { kind: 'latency', share: 1 }, control: 'latency-unwatched', expected: { ...takenBack, harmed: { kind: 'none' } },
  },
  {
    name: 'latency-unwatched', sentence: 'The same without alarms',
    ...unwatched, disturbance: { kind: 'latency', share: 1 }, control: 'latency-unwatched', expected: { ...promoted, harmed: { kind: 'none' }, signs: [slow] },
  },
  {
    name: 'resets', sentence: 'The new release breaks off half of the requests of one operation; an alarm has to take it back',
    ...asBuilt, disturbance: { kind: 'resets', share: 0.5 }, control: 'resets-unwatched', expected: { ...takenBack, harmed: { kind: 'any' } },
  },
  {
    name: 'resets-unwatched', sentence: 'The same without alarms',
    ...unwatched, disturbance: { kind: 'resets', share: 0.5 }, control: 'resets-unwatched', expected: { ...promoted, harmed: { kind: 'some' } },
  },
];
