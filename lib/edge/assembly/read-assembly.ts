import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { accepted, rejected, type Checked, type Problem } from '../../core/checked';
import type { Assembly, AssemblyStack, AssemblyTemplate, FileAsset } from './assembly';

interface Manifest {
  readonly artifacts?: Readonly<Record<string, Artifact>>;
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly dependencies?: readonly string[];
  readonly properties?: Readonly<Record<string, unknown>>;
}

interface AssetManifest {
  readonly files?: Readonly<Record<string, {
    readonly source: { readonly path?: string };
    readonly destinations: Readonly<Record<string, { readonly bucketName: string; readonly objectKey: string }>>;
  }>>;
}

/** Reads a cloud assembly from its directory; nested assemblies of CDK stages are read along with it. */
export async function readAssembly(directory: string): Promise<Checked<Assembly>> {
  const manifest = await readJson<Manifest>(join(directory, 'manifest.json'));
  if (manifest === undefined || typeof manifest.artifacts !== 'object') {
    return rejected({ path: directory, message: 'must be a cloud assembly with a manifest.json, found none: run `npx cdk synth`, or name the directory that it wrote to' });
  }
  const artifacts = Object.entries(manifest.artifacts);
  const own = await Promise.all(artifacts.filter(([, { type }]) => type === 'aws:cloudformation:stack').map(([id, artifact]) => readStack(directory, id, artifact, manifest.artifacts ?? {})));
  const nested = await Promise.all(artifacts.filter(([, { type }]) => type === 'cdk:cloud-assembly').map(([, { properties }]) => readAssembly(join(directory, String(properties?.['directoryName'])))));
  const problems = [...own, ...nested].flatMap((read) => (read.ok ? [] : read.problems));
  if (problems.length > 0) return { ok: false, problems };
  const stacks = [...own.flatMap((read) => (read.ok ? [read.value] : [])), ...nested.flatMap((read) => (read.ok ? read.value.stacks : []))];
  return accepted({ directory, stacks: inOrder(stacks) });
}

/** When the assembly was written. */
export async function writtenAt(directory: string): Promise<Date> {
  return (await stat(join(directory, 'manifest.json'))).mtime;
}

async function readStack(directory: string, id: string, artifact: Artifact, all: Readonly<Record<string, Artifact>>): Promise<Checked<AssemblyStack>> {
  const problems: Problem[] = [];
  const [account = '', region = ''] = (artifact.environment ?? '').replace('aws://', '').split('/');
  if (!/^\d{12}$/.test(account) || region === '' || region.startsWith('unknown')) {
    problems.push({ path: id, message: `must name its account and region, got ${JSON.stringify(artifact.environment)}: give the stack an explicit env` });
  }
  const file = String(artifact.properties?.['templateFile']);
  const template = await readJson<AssemblyTemplate>(join(directory, file));
  if (template === undefined || typeof template.Resources !== 'object') problems.push({ path: `${id}: ${file}`, message: 'must be a template with resources: synthesize again' });
  if (problems.length > 0 || template === undefined) return { ok: false, problems };
  return accepted({
    id, stackName: String(artifact.properties?.['stackName'] ?? id), account, region, template,
    dependencies: (artifact.dependencies ?? []).filter((name) => all[name]?.type === 'aws:cloudformation:stack'),
    files: await readFiles(directory, artifact, all, { account, region }),
  });
}

async function readFiles(directory: string, artifact: Artifact, all: Readonly<Record<string, Artifact>>, place: { account: string; region: string }): Promise<readonly FileAsset[]> {
  const manifests = (artifact.dependencies ?? []).map((name) => all[name]).filter((found) => found?.type === 'cdk:asset-manifest');
  const read = await Promise.all(manifests.map((found) => readJson<AssetManifest>(join(directory, String(found?.properties?.['file'])))));
  const fill = (text: string): string => text.replaceAll('${AWS::AccountId}', place.account).replaceAll('${AWS::Region}', place.region).replaceAll('${AWS::Partition}', 'aws');
  return read.flatMap((manifest) => Object.values(manifest?.files ?? {}).flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ bucketName, objectKey }) => ({ path: join(directory, source.path ?? ''), bucket: fill(bucketName), key: fill(objectKey) }))));
}

function inOrder(stacks: readonly AssemblyStack[]): readonly AssemblyStack[] {
  const done = new Set<string>();
  const ids = new Set(stacks.map(({ id }) => id));
  const order: AssemblyStack[] = [];
  while (order.length < stacks.length) {
    const next = stacks.filter(({ id, dependencies }) => !done.has(id) && dependencies.every((name) => done.has(name) || !ids.has(name)));
    if (next.length === 0) throw new Error(`the stacks ${stacks.filter(({ id }) => !done.has(id)).map(({ id }) => id).join(', ')} depend on each other in a circle`);
    for (const stack of next) done.add(stack.id);
    order.push(...next);
  }
  return order;
}

async function readJson<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
