import { minutes } from '../core/units';
import type { BesideScenario, Expectation, Scenario } from './scenario';

/** A release that customers never meet. */
const refused = (stoppedBy: Expectation['stoppedBy'], signs: Expectation['signs'] = []): Expectation =>
  ({ outcome: 'refused', stoppedBy, harmed: { kind: 'none' }, missingWrites: 'none', signs });
/** A release that an alarm takes back before its bake is over. */
const takenBack = (harmed: Expectation['harmed'], signs: Expectation['signs'] = []): Expectation =>
  ({ outcome: 'rolled-back', stoppedBy: 'alarm', harmed, missingWrites: 'none', signs });
/** A release that nobody stops. */
const promoted = (harmed: Expectation['harmed'], signs: Expectation['signs'] = [], missingWrites: Expectation['missingWrites'] = 'none'): Expectation =>
  ({ outcome: 'promoted', stoppedBy: undefined, harmed, missingWrites, signs });

const nobody = { kind: 'none' } as const;
const uses = { kind: 'only', operation: 'usePoints' } as const;
/** Whoever had which customers when the primary went, some of them were told to come back, and a person is told of it. */
const failedOver: Expectation['signs'] = [{ kind: 'others-harmed' }, { kind: 'alarm-raised', alarm: 'primary-away' }];
const asBuilt = { guardsOff: [], noticedAfter: undefined } as const;
/** Two tiers have twice the processes, and customers of both. */
const twoTiers = { speed: 15 } as const;
/** A hook and the start of a task take time of the machine's, an alarm takes the region's: on a busy machine it would be red before the hook has spoken. */
const unhurried = { speed: 30 } as const;
const routingFault = { kind: 'faulty-build', fault: 'routing-fault' } as const;

/** Fails for its customers once it has all of them, and is taken back. */
const badRanking: BesideScenario = {
  tier: 'auxiliary', offer: { kind: 'faulty-build', fault: 'late-ranking' },
  expected: { outcome: 'rolled-back', stoppedBy: 'alarm', harmed: { kind: 'only', operation: 'getRanking' } },
};

/** Every scenario that can be rehearsed, each followed by its control. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'healthy', sentence: 'A good release; nobody notices it',
    offer: { kind: 'assembled' }, ...asBuilt, control: undefined, expected: promoted(nobody),
  },
  {
    name: 'outage', sentence: 'A build that writes to the replica under load: the probes refuse it before any customer reaches it',
    offer: routingFault, ...asBuilt, ...unhurried, control: 'outage-alarms', expected: refused('hook'),
  },
  {
    name: 'outage-alarms', sentence: 'The same build without probes, shifted in steps: an alarm takes it back',
    offer: routingFault, guardsOff: ['probes'], noticedAfter: undefined, control: 'outage-as-it-happened', expected: takenBack(uses),
  },
  {
    name: 'outage-as-it-happened', sentence: 'The same build all at once, without alarms and probes; somebody notices after half an hour',
    offer: routingFault, guardsOff: ['alarms', 'probes', 'gradual-shift'], noticedAfter: minutes(30), control: 'outage-as-it-happened',
    expected: { outcome: 'rolled-back', stoppedBy: 'person', harmed: uses, missingWrites: 'none' },
  },
  {
    name: 'wrong-database', sentence: "A laptop's build with the settings of staging inside: it finds itself in the wrong place, and gets no request",
    offer: { kind: 'local-build', guarded: true }, ...asBuilt, control: 'wrong-database-unguarded', expected: refused('preflight'),
  },
  {
    name: 'wrong-database-unguarded', sentence: 'The same build without its identity check and probes, with both stages in one account: points go to the database of staging',
    offer: { kind: 'local-build', guarded: false }, guardsOff: ['probes', 'alarms', 'isolation'], noticedAfter: undefined, control: 'wrong-database-unguarded',
    expected: promoted({ kind: 'any' }, [], 'some'),
  },
  {
    name: 'laptop-build', sentence: "A laptop's build goes straight to production, past the pipeline and staging: nobody has recorded it, and nothing is changed",
    offer: { kind: 'faulty-build', fault: 'late-fault' }, unrecorded: true, ...asBuilt, control: 'laptop-build-unasked', expected: refused('preflight', [{ kind: 'because', text: 'was never recorded by CI' }]),
  },
  {
    name: 'laptop-build-unasked', sentence: 'The same build where nobody asks for the ledger: it gets customers, and harms them until an alarm takes it back',
    offer: { kind: 'faulty-build', fault: 'late-fault' }, unrecorded: true, guardsOff: ['provenance'], noticedAfter: undefined, control: 'laptop-build-unasked', expected: takenBack(uses),
  },
  {
    name: 'late-fault', sentence: 'A build whose uses fail only once it has served for a while: an alarm takes it back in its bake',
    offer: { kind: 'faulty-build', fault: 'late-fault' }, ...asBuilt, control: 'late-fault-unbaked', expected: takenBack(uses),
  },
  {
    name: 'late-fault-unbaked', sentence: 'The same build without a bake: the release before is gone when the fault shows',
    offer: { kind: 'faulty-build', fault: 'late-fault' }, guardsOff: ['bake'], noticedAfter: undefined, watchedFor: minutes(12), control: 'late-fault-unbaked',
    expected: promoted(uses),
  },
  {
    name: 'slow', sentence: 'A build that answers rightly, a second late: an alarm on latency takes it back',
    offer: { kind: 'faulty-build', fault: 'slow' }, ...asBuilt, ...unhurried, control: 'slow-unwatched', expected: takenBack(nobody),
  },
  {
    name: 'slow-unwatched', sentence: 'The same build without alarms: every member waits',
    offer: { kind: 'faulty-build', fault: 'slow' }, guardsOff: ['alarms'], noticedAfter: undefined, control: 'slow-unwatched',
    expected: promoted(nobody, [{ kind: 'slow-answers', percent: 30 }]),
  },
  {
    name: 'silent', sentence: 'A build that stops logging: a refused request leaves no line in its log, so no customer reaches it',
    offer: { kind: 'faulty-build', fault: 'silent' }, ...asBuilt, ...unhurried, control: 'silent-unprobed', expected: refused('hook'),
  },
  {
    name: 'silent-unprobed', sentence: 'The same build without probes: an alarm on answers without a line takes it back',
    offer: { kind: 'faulty-build', fault: 'silent' }, guardsOff: ['probes'], noticedAfter: undefined, control: 'silent-unwatched', expected: takenBack(nobody, [{ kind: 'unlogged-answers' }]),
  },
  {
    name: 'silent-unwatched', sentence: 'The same build without probes and alarms: what it does to customers, nobody can read anywhere',
    offer: { kind: 'faulty-build', fault: 'silent' }, guardsOff: ['probes', 'alarms'], noticedAfter: undefined, control: 'silent-unwatched',
    expected: promoted(nobody, [{ kind: 'unlogged-answers' }]),
  },
  {
    name: 'leak', sentence: 'A build that opens sessions and forgets them: an alarm on connections takes it back before the database has none left',
    offer: { kind: 'faulty-build', fault: 'leak' }, ...asBuilt, control: 'leak-unwatched', expected: takenBack(nobody),
  },
  {
    name: 'leak-unwatched', sentence: 'The same build without alarms: it takes every session that readers may have, and reads lean on the primary',
    offer: { kind: 'faulty-build', fault: 'leak' }, guardsOff: ['alarms'], noticedAfter: undefined, control: 'leak-unwatched',
    expected: promoted({ kind: 'any' }, [{ kind: 'alarm-raised', alarm: 'forgotten-sessions' }]),
  },
  {
    name: 'failover', sentence: 'The primary fails over while a good release has its first customers: writes of both releases are told to come back, and the release goes on',
    offer: { kind: 'assembled' }, ...asBuilt, failsOver: true, control: 'failover-blamed', expected: promoted({ kind: 'any' }, failedOver),
  },
  {
    name: 'failover-blamed', sentence: 'The same where alarms count whatever fails: the good release is taken back for what it did not do',
    offer: { kind: 'assembled' }, guardsOff: ['failover-excuse'], noticedAfter: undefined, failsOver: true, control: 'failover-blamed', expected: takenBack({ kind: 'any' }, failedOver),
  },
  {
    name: 'severed', sentence: 'A build that loses its own sessions and says that the database is away: the proxy knows better, and an alarm takes it back',
    offer: { kind: 'faulty-build', fault: 'severed' }, ...asBuilt, control: 'severed-believed', expected: takenBack(uses),
  },
  {
    name: 'severed-believed', sentence: 'The same where alarms believe what a build says of the database: nothing stops it',
    offer: { kind: 'faulty-build', fault: 'severed' }, guardsOff: ['failover-witness'], noticedAfter: undefined, control: 'severed-believed', expected: promoted(uses),
  },
  {
    name: 'crash-loop', sentence: 'A build that ends as soon as it starts: given up within the minutes that a start may take',
    offer: { kind: 'faulty-build', fault: 'crash-loop' }, ...asBuilt, control: 'crash-loop-unlimited',
    expected: refused('timeout', [{ kind: 'stopped-within', time: minutes(30) }]),
  },
  {
    name: 'crash-loop-unlimited', sentence: "The same build with CodeDeploy's own patience: the way is blocked for an hour",
    offer: { kind: 'faulty-build', fault: 'crash-loop' }, guardsOff: ['install-limit'], noticedAfter: undefined, control: 'crash-loop-unlimited',
    expected: refused('timeout', [{ kind: 'stopped-after', time: minutes(55) }]),
  },
  {
    name: 'no-image', sentence: 'A release whose image nobody has pushed: its migrations cannot start, so nothing is deployed',
    offer: { kind: 'not-pushed' }, ...asBuilt, control: 'no-image-unlimited',
    expected: refused('preflight', [{ kind: 'because', text: 'CannotPullContainerError' }, { kind: 'stopped-within', time: minutes(20) }]),
  },
  {
    name: 'no-image-unlimited', sentence: "The same release without migrations before it, and with CodeDeploy's own patience",
    offer: { kind: 'not-pushed' }, guardsOff: ['install-limit', 'migrations-first'], noticedAfter: undefined, control: 'no-image-unlimited',
    expected: refused('timeout', [{ kind: 'stopped-after', time: minutes(55) }]),
  },
  {
    name: 'red-alarm', sentence: 'An alarm is red already when a good release is offered: it is refused before anything is changed',
    offer: { kind: 'assembled' }, ...asBuilt, red: { alarm: 'usePoints-server-errors', until: 'the-end' }, control: 'red-alarm-unguarded',
    expected: refused('preflight', [{ kind: 'because', text: 'usePoints-server-errors' }]),
  },
  {
    name: 'red-alarm-unguarded', sentence: 'The same without a pre-flight: its migrations run, and CodeDeploy stops the deployment at its birth',
    offer: { kind: 'assembled' }, guardsOff: ['preflight'], noticedAfter: undefined, red: { alarm: 'usePoints-server-errors', until: 'the-end' }, control: 'red-alarm-unguarded',
    expected: refused('alarm'),
  },
  {
    name: 'fix-forward', sentence: 'The same alarm, named by a release that ends what it is red for: the release goes out, watched by all other alarms',
    offer: { kind: 'assembled' }, ...asBuilt, red: { alarm: 'usePoints-server-errors', until: 'the-release-has-all-customers' }, fixes: true, control: 'red-alarm',
    expected: promoted(nobody),
  },
  {
    name: 'auxiliary-exhausted', sentence: 'The features that may fail take every database session that they can get: their role is limited, and the API with its release notices nothing',
    offer: { kind: 'assembled' }, ...asBuilt, ...unhurried, exhausts: 'points_auxiliary', control: 'auxiliary-unlimited', expected: promoted(nobody, [{ kind: 'sessions-refused' }]),
  },
  {
    name: 'auxiliary-unlimited', sentence: 'The same with roles that have no limit: the replica has no session left, so that no task of the API can start any more',
    offer: { kind: 'assembled' }, guardsOff: ['connection-cap', 'alarms'], noticedAfter: undefined, exhausts: 'points_auxiliary', control: 'auxiliary-unlimited',
    expected: { outcome: 'refused', stoppedBy: 'timeout', harmed: { kind: 'any' }, missingWrites: 'none', signs: [{ kind: 'sessions-refused' }] },
  },
  {
    name: 'auxiliary-release', sentence: 'The API and the features that may fail are released at the same moment, each by itself: nobody notices either, and workers hand over',
    offer: { kind: 'assembled' }, ...asBuilt, ...twoTiers, beside: { tier: 'auxiliary', offer: { kind: 'assembled' }, expected: { outcome: 'promoted', stoppedBy: undefined, harmed: nobody } },
    control: undefined, expected: promoted(nobody),
  },
  {
    name: 'auxiliary-outage', sentence: 'A bad build of the features that may fail, at the same moment as a good release of the API: their own alarms take it back, and the API goes on',
    offer: { kind: 'assembled' }, ...asBuilt, ...twoTiers, beside: badRanking, control: 'auxiliary-entangled', expected: promoted(nobody),
  },
  {
    name: 'auxiliary-entangled', sentence: 'The same, with alarms of both tiers in one deployment group: the good release of the API is taken back for what it did not do',
    offer: { kind: 'assembled' }, guardsOff: ['alarms-of-its-own'], noticedAfter: undefined, ...twoTiers, beside: badRanking, control: 'auxiliary-entangled', expected: takenBack(nobody),
  },
];

export const scenarioNamed = (name: string): Scenario | undefined => scenarios.find((scenario) => scenario.name === name);

/** What `npm start` runs: a good release, and the same bad one three times. */
export const tour = ['healthy', 'outage-as-it-happened', 'outage-alarms', 'outage'] as const;
