import { sign } from 'node:crypto';
import { pipelineRoleName } from '../core/delivery/names';
import { hashOf, nextEntry } from '../core/ledger/chain';
import type { Artifact, Recorded, SignedEntry } from '../core/ledger/fact';
import { imageReference } from '../core/ledger/image-reference';
import { WORKLOAD_LABEL } from '../core/ledger/names';
import { sameContent } from '../core/ledger/same-content';
import type { Instant } from '../core/units';
import type { AssemblyStack, AssemblyTemplate } from '../edge/assembly/assembly';
import { hash } from '../edge/aws/ledger/keys';
import { stageLedger } from '../edge/aws/ledger/stage-ledger';
import { sessionArnOf } from '../region/iam/permissions';
import type { Region } from '../region/region';
import type { RehearsedStage } from './rehearsed-stage';

/** What a stage's deployment function is told of the ledger that it asks: see `lambda/deployment/ledger-settings.ts`. */
interface LedgerAsked {
  readonly stage: string;
  readonly service: string;
  readonly before?: { readonly stage: string; readonly verdictKey: string };
}

/**
 * Plays the pipeline that a release has come through: writes into the stage's ledger, as the pipeline's role, that it was built from a clean
 * tree, and that it has baked in the stage before, whose word is signed by that stage's own key. Nothing for a stage that keeps no ledger.
 */
export async function vouch(region: Region, { release: stack, topology }: Pick<RehearsedStage, 'release' | 'topology'>, template: AssemblyTemplate): Promise<void> {
  const asked = ledgerAskedIn(topology);
  const artifact = artifactIn(template);
  if (asked === undefined || artifact === undefined) return;
  const { account } = stack;
  const role = `arn:aws:iam::${account}:role/${pipelineRoleName(asked.stage)}`;
  const builder = sessionArnOf(role, 'rehearsal');
  const { accessKeyId, secretAccessKey, sessionToken } = region.identities.issue(builder, role);
  const ledger = stageLedger(asked, { endpoint: region.url, region: stack.region, credentials: { accessKeyId, secretAccessKey, sessionToken } });
  const known = (await ledger.entries()).some(({ entry: { fact } }) => fact.kind === 'recorded' && fact.release === artifact.release && sameContent(artifact, fact).length === 0);
  if (known) return;
  const now = region.clock.now();
  await ledger.say(asRecorded(artifact, builder, now), now);
  if (asked.before === undefined) return;
  await ledger.say({ kind: 'promoted', ...artifact, from: asked.before.stage, verdict: wordOf(asked.before, asked.service, artifact, region, stack) }, now);
}

/** What is rehearsed may not be committed yet. */
const NO_COMMIT = '0'.repeat(40);

/** What a pipeline would say of it. @param builder the ARN of whoever takes the pipeline's place */
export const asRecorded = (artifact: Artifact, builder: string, at: Instant): Recorded =>
  ({ kind: 'recorded', ...artifact, commit: NO_COMMIT, clean: true, builder, builtAt: new Date(at).toISOString(), migrations: [] });

/** The stages whose Delivery stacks a rehearsal needs: its own, and the one before. */
export function ledgerStages(topology: readonly AssemblyStack[]): readonly string[] {
  const asked = ledgerAskedIn(topology);
  return asked === undefined ? [] : [...(asked.before === undefined ? [] : [asked.before.stage]), asked.stage];
}

function ledgerAskedIn(topology: readonly AssemblyStack[]): LedgerAsked | undefined {
  const told = topology.flatMap(({ template }) => Object.values(template.Resources)).flatMap(({ Type, Properties }) => {
    if (Type !== 'AWS::Lambda::Function') return [];
    const variables = (Properties?.['Environment'] as { readonly Variables?: Readonly<Record<string, unknown>> } | undefined)?.Variables;
    return variables?.['LEDGER'] ?? [];
  });
  const [text] = told;
  return typeof text === 'string' && text !== 'off' ? JSON.parse(text) as LedgerAsked : undefined;
}

/** What the first task definition of the template says that it runs, as the deployment function reads it. */
export function artifactIn(template: AssemblyTemplate): Artifact | undefined {
  const containers = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::ECS::TaskDefinition')
    .flatMap(({ Properties }) => (Properties?.['ContainerDefinitions'] ?? []) as readonly ContainerDefinition[]);
  const { Image, DockerLabels, Environment } = containers[0] ?? {};
  const release = Environment?.find(({ Name }) => Name === 'RELEASE')?.Value;
  const workload = DockerLabels?.[WORKLOAD_LABEL];
  const image = imageReference(String(Image));
  return typeof release === 'string' && workload !== undefined && image !== undefined ? { release, workload, image } : undefined;
}

interface ContainerDefinition {
  readonly Image?: unknown;
  readonly DockerLabels?: Readonly<Record<string, string>>;
  readonly Environment?: readonly { readonly Name: string; readonly Value?: unknown }[];
}

/** The other stage is not rehearsed: that the release has baked there is given. */
function wordOf({ stage, verdictKey }: NonNullable<LedgerAsked['before']>, service: string, artifact: Artifact, region: Region, { region: name, account }: AssemblyStack): SignedEntry {
  const { material } = region.keys.named(verdictKey, { account, region: name });
  if (material.usage !== 'SIGN_VERIFY') throw new Error(`${verdictKey} is no key that signs`);
  const fact = { kind: 'baked' as const, ...artifact, deployment: 'd-REHEARSED', taskDefinition: 'in another stage', topology: 'of another stage' };
  const entry = nextEntry(undefined, { stage, service, by: 'the rehearsal, in its place', now: new Date(region.clock.now()).toISOString(), fact });
  const said = hashOf(entry, { hash });
  return { entry, hash: said, signer: 'verdict', signature: sign('sha256', Buffer.from(said), material.privateKey).toString('base64') };
}
