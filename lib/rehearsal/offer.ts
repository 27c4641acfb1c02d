import { buildWorkload } from '../edge/workload/build-workload';
import type { Overrides } from '../edge/workload/bundle-entry';
import type { AssemblyTemplate } from '../edge/assembly/assembly';
import type { Region } from '../region/region';
import { withoutImage, withRelease } from './candidate';
import { localBuild } from './faults/local-build';
import { directoryOf, faultyBuild } from './faults/faulty-build';
import type { RehearsedStage } from './rehearsed-stage';
import type { Offer } from './scenario';

export interface Offered {
  readonly release: string;
  readonly template: AssemblyTemplate;
}

/** The release that a scenario offers, as a release template; a bad build is built for it, from source, into `directory`. */
export async function offeredRelease(offer: Offer, stage: RehearsedStage, region: Region, directory: string): Promise<Offered> {
  const { template } = stage.release;
  switch (offer.kind) {
    case 'assembled': return { release: stage.assembled.release, template };
    case 'not-pushed': {
      const release = `not-pushed-${stage.assembled.sha256.slice(0, 12)}`;
      return { release, template: withoutImage(withRelease(template, { ...stage.assembled, release, sha256: NO_DIGEST })) };
    }
    case 'faulty-build': return built(offer.fault, faultyBuild(offer.fault), template, directory);
    case 'local-build': {
      const overrides = await localBuild({ variables: laptopVariables(region), directory, guarded: offer.guarded });
      return built('local-build', { service: directoryOf('api'), overrides }, template, directory);
    }
  }
}

/** No registry has an image of this digest. */
const NO_DIGEST = 'f'.repeat(64);

async function built(name: string, { service, overrides }: { readonly service: string; readonly overrides: Overrides }, template: AssemblyTemplate, directory: string): Promise<Offered> {
  const workload = await buildWorkload({ service, outDir: directory, overrides });
  const release = `${name}-${workload.sha256.slice(0, 12)}`;
  return { release, template: withRelease(template, { ...workload, release }) };
}

/** What a laptop that works on staging has in its environment: another stage's name, account and database. */
function laptopVariables(region: Region): Readonly<Record<string, string>> {
  const staging = [...region.cloudformation.stacks.values()].find(({ template }) => (template.Metadata?.['changeover:stack'] as { stage?: string; tier?: string } | undefined)?.tier === 'data'
    && (template.Metadata?.['changeover:stack'] as { stage?: string }).stage === 'staging');
  if (staging === undefined) throw new Error('a build that points at staging needs the stage staging in the assembly');
  const resources = [...staging.resources.values()];
  const proxy = resources.find(({ type }) => type === 'AWS::RDS::DBProxy');
  const replica = resources.find(({ type, properties }) => type === 'AWS::RDS::DBInstance' && properties['SourceDBInstanceIdentifier'] !== undefined);
  return {
    STAGE: 'staging', ACCOUNT: staging.place.account,
    WRITER_HOST: String(proxy?.attributes['Endpoint']), READER_HOSTS: String(replica?.attributes['Endpoint.Address']),
  };
}
