import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spell } from '../../../lib/core/checked';
import type { Operation } from '../../../lib/core/operation/operation';
import { readContract } from '../../../lib/edge/contract/read-contract';

const contract = readFileSync(join(__dirname, '../../../services/api/openapi.yaml'), 'utf8');

function operations(text: string): readonly Operation[] {
  const read = readContract(text);
  if (!read.ok) throw new Error(read.problems.map(spell).join('\n'));
  return read.value;
}

const problems = (text: string): readonly string[] => {
  const read = readContract(text);
  return read.ok ? [] : read.problems.map(spell);
};

test('the contract of the API names four critical operations, two of which write', () => {
  expect(operations(contract).map(({ id, method, effect, critical, share }) => [id, method, effect, critical, share])).toEqual([
    ['earnPoints', 'POST', 'write', true, 30],
    ['usePoints', 'POST', 'write', true, 10],
    ['getBalance', 'GET', 'read', true, 50],
    ['listHistory', 'GET', 'read', true, 10],
  ]);
});

test('an exchange is read whole', () => {
  expect(operations(contract).find(({ id }) => id === 'usePoints')?.probe).toEqual({
    parameters: { shopId: 'probe', memberId: 'probe-{lane}' }, body: { points: 1 }, after: 'earnPoints', expect: 201,
  });
});

const minimal = (extension: string): string => `
openapi: 3.1.0
paths:
  /things/{id}:
    get:
      operationId: getThing
      x-changeover: ${extension}
`;

test('without words about it a read expects 200, a write 201, and what is handed over 202', () => {
  const expected = (effect: string): number | undefined =>
    operations(minimal(`{ effect: ${effect}, critical: true, share: 100, probe: { parameters: { id: '1' } } }`))[0]?.probe?.expect;
  expect([expected('read'), expected('write'), expected('send, leaves: work')]).toEqual([200, 201, 202]);
});

test('what is handed over says how the work is called that it leaves', () => {
  const sends = (leaves: string) => minimal(`{ effect: send, ${leaves}critical: true, share: 100, probe: { parameters: { id: '1' } } }`);
  expect(operations(sends('leaves: composeDigest, '))[0]).toMatchObject({ effect: 'send', leaves: 'composeDigest' });
  expect(problems(sends(''))).toEqual([expect.stringContaining('leaves must be a name of letters and digits, got nothing')]);
});

test('JSON is read as well', () => {
  const get = { operationId: 'a', 'x-changeover': { effect: 'read', critical: false, share: 100 } };
  expect(operations(JSON.stringify({ openapi: '3.1.0', paths: { '/a': { get } } }))).toHaveLength(1);
});

test.each(['', 'null', '[]', '0', '""'])('%j is no contract', (text) => {
  expect(problems(text)).toEqual(['the contract must be an OpenAPI document in YAML or JSON']);
});

test('text that is no YAML is refused with its place', () => {
  expect(problems('a: [')[0]).toMatch(/^the contract must be YAML or JSON: .* at line 1/);
});

test('another version of OpenAPI is refused', () => {
  expect(problems('openapi: 3.0.3\npaths: {}')).toEqual(['openapi must be 3.1.x, got "3.0.3"']);
});

test('an operation without the extension is refused, since nobody would probe or count it', () => {
  expect(problems('openapi: 3.1.0\npaths: { /a: { get: { operationId: a } } }')[0])
    .toBe('paths./a.get.x-changeover must be an object, got nothing');
});

const probe = 'probe: { parameters: { id: "1" } }';

test.each([
  [`{ effect: red, critical: true, share: 100, ${probe} }`, 'effect must be one of read, write, send, got "red"'],
  [`{ effect: read, critical: true, share: 100, ${probe}, shares: 5 }`,
    'shares is not a setting here: remove it, or use one of critical, effect, load, probe, refusal, share'],
  ['{ effect: read, critical: true, share: 100, probe: { parameters: { id: 1 } } }',
    'probe.parameters.id must be a text that is not empty, got 1'],
  ['{ effect: read, critical: true, share: 100, probe: { parameters: { id: "1" }, expect: 500 } }',
    'probe.expect must be a whole number from 200 to 499, got 500'],
  [`{ effect: read, critical: true, share: -1, ${probe} }`, 'share must be a number from 0 to 100, got -1'],
])('the extension %s is refused', (extension, message) => {
  expect(problems(minimal(extension))).toEqual([`paths./things/{id}.get.x-changeover.${message}`]);
});

test('rules across operations are held too', () => {
  expect(problems(minimal(`{ effect: read, critical: true, share: 90, ${probe} }`)))
    .toEqual(['paths must hold operations whose shares make 100 together, got 90 (getThing 90)']);
  expect(problems(minimal('{ effect: read, critical: true, share: 100 }')))
    .toEqual([expect.stringMatching(/^getThing.x-changeover.probe must be given/)]);
});
