import { spell } from '../../lib/core/checked';
import { minutes } from '../../lib/core/units';
import { readStage } from '../../lib/config/read-stage';
import { production } from '../../lib/config/stages/production';
import { changed, without } from './a-stage';

function problems(source: unknown): readonly string[] {
  const stage = readStage('production', source);
  return stage.ok ? [] : stage.problems.map(spell);
}

test('a stage is read into units', () => {
  expect(readStage('production', production)).toMatchObject({
    ok: true,
    value: {
      name: 'production', bake: minutes(10), traffic: { kind: 'canary', percent: 10, hold: minutes(5) }, accountSharedBecause: undefined,
    },
  });
});

test('three mistakes give three messages', () => {
  const source = changed('traffic.percent', 120, changed('account', '2222', changed('database.backupDays', 7)));
  expect(problems(source)).toEqual([
    'production.account must be an account of twelve digits, got "2222"',
    'production.traffic.percent must be a whole number from 1 to 99, got 120',
    'production.database.backupDays must be a whole number from 14 to 35, got 7',
  ]);
});

test.each([null, undefined, [], '', 0, 'production'])('%j is no stage, and everything that is missing is said', (source) => {
  expect(problems(source)[0]).toMatch(/^production must be an object, got /);
  expect(problems(source)).toContain('production.account must be an account of twelve digits, got nothing');
  expect(problems(source).join('\n')).not.toContain('NaN');
});

test('a misspelt setting is named, and so is the one that is missing for it', () => {
  const source = { ...without('bakeMinutes'), bakeMinuets: 10 };
  expect(problems(source)).toEqual([
    'production.bakeMinutes must be a whole number from 1 to 2880, got nothing',
    expect.stringMatching(/^production\.bakeMinuets is not a setting here: remove it, or use one of account, .*, bakeMinutes, /),
  ]);
});

test.each([
  'traffic.percent', 'traffic.minutes', 'bakeMinutes', 'releaseTime.installMinutes',
  'service.minTasks', 'service.cpu', 'logDays', 'database.storageGiB',
  'auxiliary.bakeMinutes', 'auxiliary.service.maxTasks', 'auxiliary.worker.tasks', 'auxiliary.worker.cpu', 'auxiliary.connections',
])(
  '%s that is no number is one problem, and no rule about it adds another', (path) => {
    const problem = new RegExp(`^production\\.${path} must be a whole number.*, got "ten"$`);
    expect(problems(changed(path, 'ten'))).toEqual([expect.stringMatching(problem)]);
    expect(problems(changed(path, Number.NaN))).toHaveLength(1);
  },
);

test('a name that is too long for AWS is refused', () => {
  expect(readStage('production-in-korea', production)).toMatchObject({ ok: false, problems: [{ path: 'production-in-korea' }] });
});

test.each([
  ['delivery.repository', 'example/*'], ['delivery.repository', 'points'], ['delivery.repository', 'example@1/points'], ['delivery.environment', 'production*'], ['delivery.environment', 'a:b'],
  ['delivery.identityProvider', 'shared'], ['delivery.ciImageDays', 0], ['promotesFrom', 'Staging'],
])('%s cannot be %j', (path, value) => expect(problems(changed(path, value))).toEqual([expect.stringMatching(new RegExp(`^production\\.${path} must be `))]));

test('a repository is named as GitHub names it to AWS, with ids or without', () => {
  for (const repository of ['example/points', 'example@123456/points@456789']) expect(problems(changed('delivery.repository', repository))).toEqual([]);
});

describe('rules between settings', () => {
  test('a release that would take longer than CloudFormation waits is refused with the sum spelled out', () => {
    expect(problems(changed('releaseTime.hooksMinutes', 30))).toEqual([
      'production.releaseTime must add up to at most 55 min with the shift, '
        + 'got 60 (5 migrations + 10 install + 30 hooks + 5 shift + 10 margin): '
        + 'CloudFormation stops waiting after an hour, so shorten the longest part',
    ]);
    expect(problems(changed('releaseTime.hooksMinutes', 25))).toEqual([]);
  });

  test('a shift in many steps counts for as long as it takes', () => {
    expect(problems(changed('traffic', { kind: 'linear', percent: 10, everyMinutes: 3 }))).toEqual([
      expect.stringContaining('got 64 (5 migrations + 10 install + 12 hooks + 27 shift + 10 margin)'),
    ]);
  });

  test('blue has to outlast the slowest alarm', () => {
    expect(problems(changed('bakeMinutes', 2))).toEqual([
      'production.bakeMinutes must outlast the slowest rollback alarm (5 x 60 s and 180 s until it is acted upon), got 2: raise it to 8',
    ]);
    expect(problems(changed('bakeMinutes', 8))).toEqual([]);
  });

  test('a shift has to leave an alarm the time to stop it', () => {
    expect(problems(changed('traffic.minutes', 4))).toEqual([
      expect.stringMatching(/^production\.traffic must take at least 5 min until .*, got 4:/),
    ]);
    expect(problems(changed('traffic', { kind: 'linear', percent: 20, everyMinutes: 1 }))).toEqual([expect.stringContaining('got 4:')]);
    expect(problems(changed('traffic', { kind: 'all-at-once' }))).toEqual([]);
  });

  test('zones lie in the region, and are three different ones', () => {
    expect(problems(changed('zones', ['ap-northeast-2a', 'ap-northeast-2c', 'ap-northeast-1c']))).toEqual([
      'production.zones must lie in ap-northeast-2, got ap-northeast-1c',
    ]);
    expect(problems(changed('zones', ['ap-northeast-2a', 'ap-northeast-2c', 'ap-northeast-2c']))).toContain(
      'production.zones must be three different zones, got ap-northeast-2a, ap-northeast-2c, ap-northeast-2c',
    );
  });

  test('replicas leave two zones to the primary and its standby', () => {
    expect(problems(changed('database.replicaZones', ['ap-northeast-2b', 'ap-northeast-2c']))).toEqual([
      'production.database.replicaZones must leave two zones for the primary and its standby, leaves ap-northeast-2a: '
        + 'put the replicas into one zone',
    ]);
    expect(problems(changed('database.replicaZones', ['ap-northeast-2d']))).toEqual([
      'production.database.replicaZones must be zones of the stage '
        + '(ap-northeast-2a, ap-northeast-2b, ap-northeast-2c), got ap-northeast-2d',
    ]);
    expect(problems(changed('database.replicaZones', ['ap-northeast-2c', 'ap-northeast-2c']))).toEqual([]);
  });

  test('the certificate of another stage is refused', () => {
    expect(problems(changed('account', '333333333333'))).toEqual([
      'production.certificateArn must be of the stage\'s own account and region (333333333333, ap-northeast-2), '
        + 'got one of 222222222222, ap-northeast-2',
      expect.stringMatching(/^production\.auxiliary\.certificateArn must be of the stage's own account and region \(333333333333, /),
    ]);
  });

  test('tasks have a size that Fargate offers', () => {
    expect(problems(changed('service.cpu', 300))).toEqual(['production.service.cpu must be one of 256, 512, 1024, 2048, 4096, got 300']);
    expect(problems(changed('service.memoryMiB', 8_192))).toEqual([
      'production.service.memoryMiB must be one of 1024, 2048, 3072, 4096 for 512 CPU units, got 8192',
    ]);
  });

  test.each([
    ['service.maxTasks', 2, 'must be at least minTasks (3), got 2'],
    ['database.maxStorageGiB', 105, 'must be a tenth above storageGiB (100) at least, which is 110, got 105: RDS refuses less'],
    [
      'database.maintenanceWindow', 'tue:18:15-tue:18:45',
      'must not overlap the backup (18:00-18:30 every day), got tue:18:15-tue:18:45: RDS refuses that',
    ],
  ])('%s of %j is refused', (path, value, message) => {
    expect(problems(changed(path, value))).toEqual([`production.${path} ${message}`]);
  });

  describe('of the auxiliary tier', () => {
    test('are the same as those of the API, and say whose they are', () => {
      expect(problems(changed('auxiliary.bakeMinutes', 2))).toEqual([
        expect.stringMatching(/^production\.auxiliary\.bakeMinutes must outlast the slowest rollback alarm .*, got 2: raise it to 8$/),
      ]);
      expect(problems(changed('auxiliary.service.cpu', 300))).toEqual([expect.stringMatching(/^production\.auxiliary\.service\.cpu /)]);
      expect(problems(changed('auxiliary.worker.memoryMiB', 8_192))).toEqual([
        'production.auxiliary.worker.memoryMiB must be one of 512, 1024, 2048 for 256 CPU units, got 8192',
      ]);
    });

    test('count a shift that takes longer than that of the API', () => {
      expect(problems(changed('auxiliary.traffic.minutes', 40))).toEqual([expect.stringContaining('got 77 (5 migrations + 10 install')]);
    });

    test('want a name of its own', () => {
      expect(problems(changed('auxiliary.domain', production.domain))).toEqual([
        'production.auxiliary.domain must differ from that of the API, got api.points.example.com for both: '
          + 'each has a load balancer of its own',
      ]);
    });

    test('want a cap under which none of its own tasks is refused', () => {
      expect(problems(changed('auxiliary.connections', 27))).toEqual([
        'production.auxiliary.connections must be at least 28, which its tasks and workers of both colours open, got 27: '
          + 'raise it, or lower auxiliary.service.maxTasks',
      ]);
      expect(problems(changed('auxiliary.connections', 28))).toEqual([]);
    });
  });

  describe('of the database', () => {
    test('a server that cannot hold both colours and the auxiliary tier at once is refused with all that was counted', () => {
      expect(problems(changed('database.instanceType', 't4g.small'))).toEqual([
        'production.database.instanceType must have connections for blue, green and the auxiliary tier at once within 0.8 of its maximum: '
          + 't4g.small has 192, of which 153 may be planned, got 497 '
          + '(144 writes + 288 reads, twice what is planned for + 30 auxiliary + 30 probes + 5 migrations): '
          + 'choose a larger one, or lower service.maxTasks or auxiliary.connections',
      ]);
    });

    test('one whose memory nobody knows is refused', () => {
      expect(problems(changed('database.instanceType', 'x2iedn.large'))).toEqual([
        expect.stringMatching(/^production\.database\.instanceType must be a type whose memory is known here .*, got x2iedn\.large:/),
      ]);
    });
  });

  test('logs are kept for a period that CloudWatch knows', () => {
    expect(problems(changed('logDays', 100))).toEqual([expect.stringMatching(/^production\.logDays must be one of 30, 60, .*, got 100$/)]);
  });
});
