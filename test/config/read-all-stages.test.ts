import { minutes } from '../../lib/core/units';
import { readAllStages } from '../../lib/config/read-all-stages';
import { production } from '../../lib/config/stages/production';
import { staging } from '../../lib/config/stages/staging';
import { shiftDuration } from '../../lib/config/traffic';

const because = 'one account until the company can afford a second';

test('the stages are right, and staging comes first', () => {
  const stages = readAllStages();
  expect(stages).toMatchObject({ ok: true, value: [{ name: 'staging' }, { name: 'production' }] });
});

test('a release to production has shifted and baked within 25 minutes', () => {
  const stages = readAllStages();
  const found = stages.ok ? stages.value.find((stage) => stage.name === 'production') : undefined;
  expect(found && shiftDuration(found.traffic) + found.bake).toBeLessThanOrEqual(minutes(25));
});

test('the problems of all stages are told together', () => {
  const stages = readAllStages({ staging: { ...staging, region: 'Seoul' }, production: { ...production, expectedPeak: 0 } });
  expect(stages).toMatchObject({ ok: false, problems: [{ path: 'staging.region' }, { path: 'production.expectedPeak' }] });
});

describe('two stages in one account', () => {
  const auxiliary = { ...staging.auxiliary, certificateArn: production.auxiliary.certificateArn };
  const delivery = { ...staging.delivery, identityProvider: 'existing' };
  const shared = { ...staging, delivery, account: production.account, certificateArn: production.certificateArn, auxiliary };

  test('are refused', () => {
    expect(readAllStages({ staging: shared, production })).toEqual({
      ok: false,
      problems: [{
        path: 'production.account',
        message: 'must differ from that of staging, got 222222222222 for both: use another account, '
          + 'or say why in accountSharedBecause of production and staging',
      }],
    });
  });

  test('are refused as long as only one of them says why', () => {
    expect(readAllStages({ staging: { ...shared, accountSharedBecause: because }, production })).toMatchObject({
      ok: false, problems: [{ message: expect.stringMatching(/of production$/) }],
    });
  });

  test('are accepted when both say why in words', () => {
    const said = { accountSharedBecause: because };
    expect(readAllStages({ staging: { ...shared, ...said }, production: { ...production, ...said } }).ok).toBe(true);
    expect(readAllStages({ staging: { ...shared, accountSharedBecause: 'yes' }, production: { ...production, ...said } }).ok).toBe(false);
  });
});

test('two stages of one account cannot both make its identity provider', () => {
  const said = { accountSharedBecause: because };
  const shared = { ...staging, ...said, account: production.account, certificateArn: production.certificateArn, auxiliary: { ...staging.auxiliary, certificateArn: production.auxiliary.certificateArn } };
  expect(readAllStages({ staging: shared, production: { ...production, ...said } })).toMatchObject({ ok: false, problems: [{ path: 'production.delivery.identityProvider' }] });
});

test('whoever may deploy one stage may not deploy another with it', () => {
  const delivery = { ...production.delivery, environment: 'staging' };
  expect(readAllStages({ staging, production: { ...production, delivery } })).toMatchObject({ ok: false, problems: [{ path: 'production.delivery.environment' }] });
});

test.each([
  ['itself', 'production', 'must be a stage before it (staging), got "production"'],
  ['one that there is not', 'rehearsal', 'must be a stage before it (staging), got "rehearsal"'],
])('no stage takes the word of %s', (_, promotesFrom, message) => {
  expect(readAllStages({ staging, production: { ...production, promotesFrom } })).toEqual({ ok: false, problems: [{ path: 'production.promotesFrom', message }] });
});

test('nor does the first one take that of another', () => {
  expect(readAllStages({ staging: { ...staging, promotesFrom: 'production' }, production })).toEqual({ ok: false, problems: [{ path: 'staging.promotesFrom', message: 'must be a stage before it (there is none), got "production"' }] });
});

test('two stages cannot answer under one name', () => {
  expect(readAllStages({ staging: { ...staging, domain: production.domain }, production })).toMatchObject({
    ok: false, problems: [{ path: 'production.domain' }],
  });
});

test('nor can the auxiliary tier of one be reached as the API of another', () => {
  const auxiliary = { ...production.auxiliary, domain: staging.domain };
  expect(readAllStages({ staging, production: { ...production, auxiliary } })).toMatchObject({
    ok: false,
    problems: [{
      path: 'production.auxiliary.domain', message: 'must differ from those of staging, got api.staging.points.example.com in both',
    }],
  });
});
