import type { Stage } from '../../../lib/config/stage';
import type { Review } from '../../../lib/core/review/review';
import { minutes, millis, percent } from '../../../lib/core/units';
import type { OfferedService } from '../../../lib/stacks/stage-app';
import { synthesizeProduction } from '../../stacks/support/synthesize';
import { reviewed, stacksOf } from '../../support/reviewed';

/** Pairs of this project's own templates: what is deployed, and with one setting of production changed, as somebody would change it. */
const before = stacksOf(synthesizeProduction());
const changed = (change: (stage: Stage) => Partial<Stage>, release: Partial<OfferedService> = {}): Review =>
  reviewed(before, stacksOf(synthesizeProduction(change, release)));

const of = (review: Review, rule: string): readonly string[] => review.findings.filter((finding) => finding.rule === rule).map(({ what }) => what);

test('nothing: the same sources twice', () => {
  expect(changed(() => ({}))).toMatchObject({ risk: 'none', approval: { kind: 'nobody' }, findings: [], changes: [] });
});

describe('the topology, changed in many places', () => {
  const review = changed(({ database, network, service, auxiliary }) => ({
    database: { ...database, backupDays: 14, replicaZones: ['ap-northeast-2c', 'ap-northeast-2b'], instanceType: 'm7g.xlarge' }, network: { ...network, natGateways: 1 },
    certificateArn: 'arn:aws:acm:ap-northeast-2:222222222222:certificate/00000000-0000-0000-0000-000000000000',
    service: { ...service, minTasks: 2, maxTasks: 20 }, auxiliary: { ...auxiliary, connections: 60 },
  }));

  test('needs one person for each kind of harm, and counts as no release although releases name the topology', () => {
    expect(review).toMatchObject({ risk: 'data-loss', approval: { kind: 'people', people: 4, among: ['data owner', 'service owner', 'security', 'on-call engineer'] } });
    expect(review.changes.map(({ stack }) => stack.axis)).not.toContain('release');
  });

  test.each([
    ['data loss: fewer days of backups', 'backups-shortened', /^BackupRetentionPeriod: 35 becomes 14$/],
    ['downtime: a database that restarts', 'database-interrupted', /^DBInstanceClass: db.m7g.large becomes db.m7g.xlarge$/],
    ['downtime: a way out that is gone', 'serving-replaced', /^AWS::EC2::NatGateway is removed$/],
    ['downtime: a frozen listener', 'frozen-changed', /^AWS::ElasticLoadBalancingV2::Listener is updated \(Certificates/],
    ['access: a database that roles may newly connect to', 'permissions-broadened', /newly allowed: rds-db:connect on arn:aws:rds-db:.*Replica2.*\/points_reader/],
    ['access: another certificate', 'encryption-weakened', /^Certificates/],
    ['capacity: fewer tasks', 'scaling-lowered', /^MinCapacity: 3 becomes 2$/],
    ['capacity: a quota', 'limits-neared', /^at most 20 tasks instead of 12: 40 while a deployment runs, 20 vCPU of the account's Fargate quota, each with its database sessions$/],
    ['capacity: sessions', 'database-roles-changed', /connections: 30 becomes 60$/],
    ['cost, up', 'cost-changed', /^costs more: a new AWS::RDS::DBInstance$/],
    ['cost, down', 'cost-changed', /^costs less: no AWS::EC2::NatGateway any more$/],
  ])('%s', (_, rule, said) => expect(of(review, rule)).toContainEqual(expect.stringMatching(said)));
});

test('the safety net: from a longer bake, a smaller first step and logs for ten years to what there is', () => {
  const careful = stacksOf(synthesizeProduction(() => ({ bake: minutes(20), traffic: { kind: 'canary', percent: percent(5), hold: minutes(10) }, logDays: 3_653 })));
  const review = reviewed(careful, before);
  expect(review).toMatchObject({ risk: 'protection', approval: { kind: 'people', people: 1, among: ['on-call engineer'] } });
  expect(of(review, 'bake-shortened')).toEqual(['BlueGreenDeploymentConfiguration.TerminateBlueInstancesOnDeploymentSuccess.TerminationWaitTimeInMinutes: 20 becomes 10']);
  expect(of(review, 'shift-hastened')).toEqual(['TrafficRoutingConfig.TimeBasedCanary.CanaryInterval: 10 becomes 5', 'TrafficRoutingConfig.TimeBasedCanary.CanaryPercentage: 5 becomes 10']);
  expect(of(review, 'kept-shorter')).toContain('RetentionInDays: 3653 becomes 365');
});

describe('both axes', () => {
  const release = { imageReference: ':local-999999999999', workload: { release: 'local-999999999999', directory: 'workload.9999999999999999', sha256: '9'.repeat(64) } };

  test('a release with a change of servers is refused, with both stacks named', () => {
    const review = changed(() => ({ slowAnswer: millis(700) }), release);
    expect(review).toMatchObject({ risk: 'refused', approval: { kind: 'refused' } });
    expect(of(review, 'both-axes')).toEqual([expect.stringMatching(/^production-Api, .*\(topology\) and production-ApiRelease \(release\) change together$/)]);
  });

  test('a release alone needs one other person', () => {
    expect(changed(() => ({}), release)).toMatchObject({ risk: 'review', approval: { kind: 'people', people: 1, among: [] }, findings: [] });
  });
});
