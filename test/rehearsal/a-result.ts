import type { Result } from '../../lib/rehearsal/result';

/** A good release, as it should end. */
export const promoted: Result = {
  scenario: 'healthy', seed: 1, outcome: 'promoted', asExpected: true,
  ran: { stage: 'production', releases: [{ service: 'api', release: '2026-11-23-aaaaaaaaaaaa', bundle: 'a'.repeat(64) }], stacks: [{ id: 'production-Api', sha256: '1'.repeat(64) }] },
  requests: { sent: 100, succeeded: 100, failed: 0, lost: 0 }, harmed: { total: 0, byOperation: {} }, answers: { total: 90, slow: 0, unlogged: 0 }, writes: { acknowledged: 40, missing: 0, duplicated: 0 },
  traffic: [{ atSeconds: 60, green: 10 }, { atSeconds: 360, green: 100 }], stoppedBy: null, verdicts: [],
  seconds: { toFirstShift: 60, toStop: null, toBlue: null, total: 960 }, wallSeconds: 20, pace: { halfWithinMs: 1, mostWithinMs: 9 },
  deployment: { id: 'd-ABCDEF123', status: 'Succeeded' }, rollback: null, alarms: [], sessions: null, beside: null, blind: [], refused: [], unindexed: [], crowded: [], coverage: { resources: 161, withBehaviour: 55, recordedOnly: 106 },
};

/** The bad build, taken back by an alarm. */
export const rolledBack: Result = {
  ...promoted, scenario: 'outage-alarms', outcome: 'rolled-back',
  requests: { sent: 100, succeeded: 90, failed: 10, lost: 0 }, harmed: { total: 10, byOperation: { usePoints: 10 } },
  traffic: [{ atSeconds: 60, green: 10 }, { atSeconds: 360, green: 100 }, { atSeconds: 500, green: 0 }], stoppedBy: { kind: 'alarm', name: 'errors' },
  seconds: { toFirstShift: 60, toStop: 500, toBlue: 500, total: 510 }, deployment: { id: 'd-ABCDEF123', status: 'Stopped' }, rollback: { id: 'd-ABCDEF124', status: 'Succeeded' },
  alarms: [{ name: 'errors', atSeconds: 480 }],
};
