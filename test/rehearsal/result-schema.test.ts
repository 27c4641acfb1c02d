import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { promoted, rolledBack } from './a-result';

const schema = JSON.parse(readFileSync(join(__dirname, '../../lib/rehearsal/result.schema.json'), 'utf8')) as object;
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);

test.each([['promoted', promoted], ['rolled back', rolledBack]])('a result of a release that was %s follows the schema', (_, result) => {
  validate(JSON.parse(JSON.stringify(result)));
  expect(validate.errors ?? []).toEqual([]);
});

test('the schema asks for every member and allows no other', () => {
  for (const name of Object.keys(promoted)) {
    const rest = Object.fromEntries(Object.entries(promoted).filter(([key]) => key !== name));
    expect({ name, valid: validate(rest) }).toEqual({ name, valid: false });
  }
  expect(validate({ ...promoted, extra: 1 })).toBe(false);
});
