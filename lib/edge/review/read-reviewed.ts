import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accepted, type Checked } from '../../core/checked';
import type { ReviewedStack } from '../../core/review/change';
import { labelOf } from '../assembly/assembly';
import { readAssembly } from '../assembly/read-assembly';

interface Manifest {
  readonly artifacts?: Readonly<Record<string, Artifact>>;
}

interface Artifact {
  readonly type: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly metadata?: Metadata;
  readonly additionalMetadataFile?: string;
}

type Metadata = Readonly<Record<string, readonly { readonly type: string; readonly data?: unknown }[]>>;

/** Reads the stacks of a cloud assembly with all that a review looks at: also what the manifest says about them. */
export async function readReviewed(directory: string): Promise<Checked<readonly ReviewedStack[]>> {
  const assembly = await readAssembly(directory);
  if (!assembly.ok) return assembly;
  const artifacts = await artifactsIn(directory);
  return accepted(await Promise.all(assembly.value.stacks.map(async (stack): Promise<ReviewedStack> => {
    const label = labelOf(stack);
    const artifact = artifacts.get(stack.id);
    const metadata = artifact === undefined ? {} : await metadataOf(artifact);
    return {
      id: stack.id, account: stack.account, region: stack.region, axis: label?.axis, stage: label?.stage, tier: label?.tier, template: stack.template,
      terminationProtection: artifact?.properties?.['terminationProtection'] === true,
      acknowledged: acknowledgedIn(metadata), paths: pathsIn(metadata),
    };
  })));
}

interface Placed extends Artifact {
  readonly directory: string;
}

/** Every stack of an assembly and of those inside it. The manifest has been read before, so it can be. */
async function artifactsIn(directory: string): Promise<ReadonlyMap<string, Placed>> {
  const { artifacts = {} } = JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8')) as Manifest;
  const nested = await Promise.all(Object.values(artifacts).filter(({ type }) => type === 'cdk:cloud-assembly').map(({ properties }) => artifactsIn(join(directory, String(properties?.['directoryName'])))));
  return new Map([...Object.entries(artifacts).map(([id, artifact]) => [id, { ...artifact, directory }] as const), ...nested.flatMap((one) => [...one])]);
}

/** Newer versions of CDK put the metadata into a file of its own. */
async function metadataOf({ directory, metadata, additionalMetadataFile }: Placed): Promise<Metadata> {
  if (additionalMetadataFile === undefined) return metadata ?? {};
  const file = await readFile(join(directory, additionalMetadataFile), 'utf8').catch(() => '{}');
  return { ...metadata, ...JSON.parse(file) as Metadata };
}

function acknowledgedIn(metadata: Metadata): Readonly<Record<string, string>> {
  const found = Object.entries(metadata).flatMap(([path, entries]) => entries.filter(({ type }) => type === 'aws:cdk:acknowledged-rules').flatMap(({ data }) =>
    Object.entries((data ?? {}) as Readonly<Record<string, unknown>>).map(([rule, reason]) => [`${path.replace(/^\//, '')}: ${rule.replace(/^annotation::/i, '')}`, String(reason)])));
  return Object.fromEntries(found) as Readonly<Record<string, string>>;
}

const pathsIn = (metadata: Metadata): Readonly<Record<string, string>> => Object.fromEntries(Object.entries(metadata).flatMap(([path, entries]) =>
  entries.filter(({ type }) => type === 'aws:cdk:logicalId').map(({ data }) => [String(data), path.replace(/^\//, '')])));
