import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWorkload } from '../../../lib/edge/workload/build-workload';
import { faultyBuild, type Fault } from '../../../lib/rehearsal/faults/faulty-build';
import { scenarios } from '../../../lib/rehearsal/scenarios';

let directory: string;
beforeAll(async () => { directory = await mkdtemp(join(tmpdir(), 'faults-')); });
afterAll(() => rm(directory, { recursive: true }));

const faults = [...new Set(scenarios.flatMap(({ offer, beside }) => [offer, ...(beside === undefined ? [] : [beside.offer])]).flatMap((offer) => (offer.kind === 'faulty-build' ? [offer.fault] : [])))];

test.each(faults.map((fault): readonly [Fault] => [fault]))('a build with the fault %s differs from a good one in its program', async (fault) => {
  const { service, overrides } = faultyBuild(fault);
  const [good, bad] = await Promise.all([buildWorkload({ service, outDir: directory }), buildWorkload({ service, outDir: directory, overrides })]);
  const text = (at: string, file: string): Promise<string> => readFile(join(at, file), 'utf8');
  expect(await text(bad.directory, 'main.js')).not.toBe(await text(good.directory, 'main.js'));
  expect(await text(bad.directory, 'openapi.json')).toBe(await text(good.directory, 'openapi.json'));
});
