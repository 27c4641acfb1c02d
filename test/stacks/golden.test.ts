import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { synthesize } from './support/synthesize';
import type { CfnTemplate } from './support/template';

/**
 * The logical id and type of every resource. A changed id is a resource that is deleted and made anew, so each change here is to be
 * read as one. To accept it: `UPDATE_GOLDEN=1 npx jest test/stacks/golden`.
 */
const directory = path.resolve(__dirname, '../golden');
const updating = process.env['UPDATE_GOLDEN'] === '1';
const templates = synthesize();

test.each(Object.keys(templates))('%s has the resources that it had', (name) => {
  const file = path.join(directory, `${name}.json`);
  const found = `${JSON.stringify(resourcesOf(templates[name] as CfnTemplate), null, 2)}\n`;
  if (updating) writeFileSync(file, found);
  if (!existsSync(file)) throw new Error(`${file} is missing: look at the template, then run with UPDATE_GOLDEN=1`);
  expect(found).toBe(readFileSync(file, 'utf8'));
});

test('no golden file is left of a stack that is gone', () => {
  expect(readdirSync(directory).sort()).toEqual(Object.keys(templates).map((name) => `${name}.json`).sort());
});

/** Fingerprints change with the topology, and with them the hashes of the ids that they are in. */
function resourcesOf({ Resources }: CfnTemplate): Record<string, string> {
  const scrubbed = (id: string): string => id.replace(/^(Topology)[0-9a-f]{12}(\w+?)[0-9A-F]{8}$/, '$1<fingerprint>$2<hash>');
  const entries = Object.entries(Resources).map(([id, { Type }]) => [scrubbed(id), Type] as const);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}
