import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { synthesize } from '../../lib/edge/assembly/synthesize';
import { project } from '../support/command-line';
import { fastest, msText, times, type Measure } from './measure';

const kib = (bytes: number): string => `${Math.round(bytes / 1_024)} KiB`;

/** This project's synthesis against that of a bare app with as many resources, and what its bundles weigh. */
export async function synthesis(): Promise<readonly Measure[]> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-synth-'));
  try {
    const own = join(directory, 'own');
    const ours = await fastest(2, () => made(project, own));
    const count = await resourcesIn(own);
    await writeFile(join(directory, 'cdk.json'), JSON.stringify({ app: `node ${join(directory, 'bare.js')}` }));
    await writeFile(join(directory, 'bare.js'), bareApp(count));
    const bare = await fastest(2, () => made(directory, join(directory, 'bare')));
    return [
      { what: `synthesis of ${count} resources, with bundles and validation`, value: msText(ours), compared: `${times(ours / bare)} a bare app of as many resources` },
      ...await bundles(own),
    ];
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function made(where: string, output: string): Promise<void> {
  const result = await synthesize(where, output);
  if (!result.ok) throw new Error(result.output);
}

async function resourcesIn(assembly: string): Promise<number> {
  const templates = (await readdir(assembly)).filter((name) => name.endsWith('.template.json'));
  const counts = await Promise.all(templates.map(async (name) => Object.keys((JSON.parse(await readFile(join(assembly, name), 'utf8')) as { Resources: object }).Resources).length));
  return counts.reduce((sum, one) => sum + one, 0);
}

/** Topics, in stacks of a hundred. */
const bareApp = (count: number): string => `
const { App, Stack, aws_sns } = require(${JSON.stringify(join(project, 'node_modules/aws-cdk-lib'))});
const app = new App();
let stack;
for (let at = 0; at < ${count}; at += 1) {
  if (at % 100 === 0) stack = new Stack(app, 'Bare' + at, { env: { account: '111111111111', region: 'eu-west-1' } });
  new aws_sns.CfnTopic(stack, 'Topic' + at, { displayName: 'topic ' + at });
}
`;

async function bundles(assembly: string): Promise<readonly Measure[]> {
  const files = (await readdir(assembly, { recursive: true })).filter((name) => /(^|\/)(index|main|migrate|worker)\.js$/.test(name)).sort();
  const sizes = await Promise.all(files.map(async (name) => {
    const content = await readFile(join(assembly, name));
    return { bytes: content.length, packed: gzipSync(content).length };
  }));
  const total = (of: 'bytes' | 'packed'): number => sizes.reduce((sum, one) => sum + one[of], 0);
  return [{ what: `${files.length} bundles of functions and services`, value: kib(total('bytes')), compared: `${kib(total('packed'))} packed, the largest ${kib(Math.max(...sizes.map(({ bytes }) => bytes)))}` }];
}
