import { spellTerms } from '../../../lib/core/alarm/terms';
import { drift } from '../../../lib/core/watch/drift';
import type { Sight } from '../../../lib/core/watch/sight';

const terms = '>= 5 in 1 of 3 periods, notBreaching without data';
const deployed = { alarms: { errors: terms, hosts: terms } };
const sound: Pick<Sight, 'group' | 'alarms' | 'scaling'> = {
  group: { alarms: { enabled: true, ignorePollAlarmFailure: false, names: ['errors', 'hosts'] }, rollback: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'] } },
  alarms: ['errors', 'hosts'].map((name) => ({ name, actionsEnabled: true, terms })),
  scaling: { scaleIn: false, scaleOut: false, scheduled: false },
};
const { group, alarms } = sound;
const [errors, hosts] = alarms as [Sight['alarms'][number], Sight['alarms'][number]];

test('what is as it was deployed is not spoken of', () => {
  expect(drift(sound, deployed)).toEqual([]);
});

test.each<readonly [string, Partial<typeof sound>, RegExp]>([
  ['the alarms of the group are switched off', { group: { ...group, alarms: { ...group.alarms, enabled: false } } }, /^the alarms of the deployment group are switched off: somebody/],
  ['an alarm that cannot be read no longer stops', { group: { ...group, alarms: { ...group.alarms, ignorePollAlarmFailure: true } } }, /goes on when alarms cannot be read/],
  ['a rollback event is missing', { group: { ...group, rollback: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST'] } } }, /does not roll back on DEPLOYMENT_STOP_ON_ALARM/],
  ['nothing rolls back', { group: { ...group, rollback: { enabled: false, events: group.rollback.events } } }, /does not roll back on DEPLOYMENT_FAILURE, /],
  ['the group no longer listens to an alarm', { group: { ...group, alarms: { ...group.alarms, names: ['errors'] } } }, /does not listen to the alarm hosts/],
  ['an alarm is gone', { alarms: [errors] }, /^the alarm hosts does not exist/],
  ['the actions of an alarm are off', { alarms: [errors, { ...hosts, actionsEnabled: false }] }, /^the actions of the alarm hosts are switched off/],
  ['an alarm fires later', { alarms: [{ ...errors, terms: terms.replace('5', '500') }, hosts] }, /^the alarm errors fires at >= 500 in 1 of 3 periods, .*, and was deployed to fire at >= 5 in 1 of 3/],
  ['nothing scales any more', { scaling: undefined }, /^nothing scales the service/],
])('it is told, with what to do, that %s', (_, change, said) => {
  const found = drift({ ...sound, ...change }, deployed);
  expect(found).toEqual([expect.stringMatching(said)]);
  expect(found[0]).toMatch(/deploy|set it back|enable/);
});

test('everything that is wrong is told at once', () => {
  expect(drift({ ...sound, alarms: [], scaling: undefined }, deployed)).toHaveLength(3);
});

test('terms are told apart by each of their parts', () => {
  const given = { comparison: 'GreaterThanOrEqualToThreshold', threshold: 5, evaluationPeriods: 3, datapointsToAlarm: 1, treatMissingData: 'notBreaching' } as const;
  const others = [{ comparison: 'LessThanThreshold' }, { threshold: 5.5 }, { evaluationPeriods: 4 }, { datapointsToAlarm: undefined }, { treatMissingData: 'ignore' }] as const;
  expect(spellTerms(given)).toBe(terms);
  expect(new Set([given, ...others.map((other) => ({ ...given, ...other }))].map(spellTerms)).size).toBe(6);
  // CloudWatch takes all periods when it is not told how many.
  expect(spellTerms({ ...given, datapointsToAlarm: undefined })).toBe(spellTerms({ ...given, datapointsToAlarm: 3 }));
});
