import fc from 'fast-check';
import { pathBetween } from '../../../lib/core/security-group/path';
import type { End, Rule, SecurityGroup } from '../../../lib/core/security-group/security-group';

const rule = (peer: string, from = 0, to = 65_535, protocol = 'tcp'): Rule => ({ where: `${peer}:${from}`, protocol, from, to, peer: peer.startsWith('sg') ? { kind: 'group', id: peer } : { kind: 'block', block: peer } });
const group = (id: string, ingress: readonly Rule[], egress: readonly Rule[] = []): SecurityGroup => ({ id, ingress, egress });
const end = (groups: readonly SecurityGroup[] | undefined, addresses: readonly string[] = []): End => ({ groups, addresses, seenAs: (groups ?? []).map(({ id }) => id) });

const task = (...egress: Rule[]): End => end([group('sg-task', [], egress)], ['10.0.1.4', '10.0.2.4']);
const database = (...ingress: Rule[]): End => end([group('sg-db', ingress)], ['10.0.9.4']);

/** Open, or at which end it is closed. */
const outcome = (from: End, to: End, port = 5_432): string => {
  const path = pathBetween(from, to, port);
  return path.open ? 'open' : path.closedBy;
};

test.each<readonly [string, End, End, string]>([
  ['both ends name each other', task(rule('sg-db')), database(rule('sg-task')), 'open'],
  ['the target names nobody', task(rule('sg-db')), database(), 'ingress'],
  ['the target names another group', task(rule('sg-db')), database(rule('sg-other')), 'ingress'],
  ['the source lets nothing there', task(rule('sg-other')), database(rule('sg-task')), 'egress'],
  ['the source has no egress rule, and so lets everything out', task(), database(rule('sg-task')), 'open'],
  ['another port', task(rule('sg-db', 443, 443)), database(rule('sg-task')), 'egress'],
  ['another port at the target', task(rule('sg-db')), database(rule('sg-task', 80, 5_431)), 'ingress'],
  ['the last port of a range', task(rule('sg-db')), database(rule('sg-task', 80, 5_432)), 'open'],
  ['another protocol', task(rule('sg-db', 0, 65_535, 'udp')), database(rule('sg-task')), 'egress'],
  ['all protocols, whatever the ports', task(rule('sg-db', 0, 0, '-1')), database(rule('sg-task')), 'open'],
  ['the network of the source, whole', task(), database(rule('10.0.0.0/16')), 'open'],
  ['one of two subnets of the source', task(), database(rule('10.0.1.0/24')), 'ingress'],
  ['both subnets of the source, by two rules', task(), database(rule('10.0.1.0/24'), rule('10.0.2.0/24')), 'open'],
  ['a block for everybody', task(rule('0.0.0.0/0')), database(rule('0.0.0.0/0')), 'open'],
  ['no addresses are known', task(rule('sg-db')), end([group('sg-db', [rule('0.0.0.0/0')])]), 'open'],
  ['no addresses are known of the source', { ...task(rule('sg-db')), addresses: [] }, database(rule('0.0.0.0/0')), 'ingress'],
  ['through the internet groups are not seen', { ...task(rule('0.0.0.0/0')), seenAs: [] }, database(rule('sg-task')), 'ingress'],
  ['from outside of any VPC nothing limits the source', end(undefined, ['192.0.2.1']), database(rule('0.0.0.0/0')), 'open'],
  ['a target without groups takes everybody', task(rule('0.0.0.0/0')), end(undefined, ['198.51.100.1']), 'open'],
])('%s', (_, from, to, expected) => {
  expect(outcome(from, to)).toBe(expected);
});

test('the rules that let it through are named', () => {
  const path = pathBetween(task(rule('sg-db'), rule('10.0.9.0/24')), database(rule('sg-task'), rule('sg-other')), 5_432);
  expect(path).toMatchObject({ open: true, egress: [[{ where: 'sg-db:0' }, { where: '10.0.9.0/24:0' }]], ingress: [[{ where: 'sg-task:0' }]] });
});

test('where several rules hold the addresses between them, each is named for its own', () => {
  expect(pathBetween(task(), database(rule('10.0.1.0/24'), rule('10.0.2.0/24')), 5_432)).toMatchObject({ open: true, ingress: [[{ where: '10.0.1.0/24:0' }], [{ where: '10.0.2.0/24:0' }]] });
});

describe('whatever the rules are', () => {
  const rules = fc.array(fc.tuple(fc.constantFrom('sg-task', 'sg-db', '10.0.0.0/16', '0.0.0.0/0'), fc.constantFrom(80, 5_432), fc.constantFrom('tcp', 'udp', '-1')).map(([peer, port, protocol]) => rule(peer, port, port, protocol)), { maxLength: 4 });
  const runs = { seed: 20_260_105, numRuns: 500 };

  test('one more rule at the target never closes anything', () => {
    fc.assert(fc.property(rules, rules, rules, (out, into, more) => {
      const [before, after] = [outcome(task(...out), database(...into)), outcome(task(...out), database(...into, ...more))];
      expect(before !== 'open' || after === 'open').toBe(true);
    }), runs);
  });

  test('the order of rules does not matter', () => {
    fc.assert(fc.property(rules, rules, (out, into) => expect(outcome(task(...[...out].reverse()), database(...[...into].reverse()))).toBe(outcome(task(...out), database(...into)))), runs);
  });

  test('nothing comes in where no rule is', () => {
    fc.assert(fc.property(rules, (out) => expect(outcome(task(...out), database())).not.toBe('open')), runs);
  });
});
