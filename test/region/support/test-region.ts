import { minutes } from '../../../lib/core/units';
import type { Opened } from '../../../lib/edge/processes/opened';
import { preparePostgres } from '../../../lib/edge/postgres/template';
import { createRunDirectory } from '../../../lib/edge/processes/run-directory';
import { startWatchdog } from '../../../lib/edge/processes/watchdog';
import { modelClock } from '../../../lib/edge/time/model-clock';
import type { RegionKit } from '../../../lib/region/kit';
import { policyFrom } from '../../../lib/region/iam/roles';
import { regionPrograms } from '../../../lib/region/programs';
import { startRegion, type Region } from '../../../lib/region/region';
import type { Created } from '../../../lib/region/cloudformation/provider';
import { PLACE } from './resource-request';

type Properties = Readonly<Record<string, unknown>>;

export interface TestRegion extends Region {
  /** Makes a resource as CloudFormation would, without a stack around it. */
  make(type: string, properties: Properties, metadata?: Properties): Promise<Created>;
  /** What a client of the AWS SDK needs. */
  readonly client: { readonly endpoint: string; readonly region: string; readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken: string } };
  /** A directory for files of the test. */
  readonly directory: string;
}

/** Roles that tests give to what they make; they may everything. */
const ROLES = [['execution', 'ecs-tasks'], ['codedeploy', 'codedeploy'], ['hook', 'lambda'], ['function', 'lambda'], ['canary', 'lambda'], ['proxy', 'rds']] as const;

export const roleArn = (name: (typeof ROLES)[number][0]): string => `arn:aws:iam::${PLACE.account}:role/${name}`;

function makeRole({ permissions: { roles } }: Region, name: (typeof ROLES)[number][0], service: string): void {
  const document = (statement: object): object => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  const trust = policyFrom(name, document({ Action: 'sts:AssumeRole', Principal: { Service: `${service}.amazonaws.com` } }), 'trust');
  const all = policyFrom(name, document({ Action: '*', Resource: '*' }), 'identity');
  roles.roles.set(roleArn(name), { arn: roleArn(name), name, account: PLACE.account, longestSession: minutes(60), trust, boundary: undefined, inline: new Map([['all', all]]), attached: new Set() });
}

/** A region without databases, `speed` times as fast as the machine's time; `databases` gives it some. */
export async function startTestRegion(opened: Opened, speed = 600, databases = false): Promise<TestRegion> {
  const run = opened.add(await createRunDirectory());
  const watchdog = opened.add(startWatchdog(run.path));
  const programs = await regionPrograms(run.path);
  const kit: RegionKit = {
    run, watchdog, programs, specification: () => undefined,
    postgres: databases
      ? await preparePostgres(run, watchdog)
      : { directory: run.path, watchdog, programs: undefined as never, copyTo: () => Promise.reject(new Error('this region has no databases')) },
  };
  const region = opened.add(await startRegion({ kit, clock: modelClock(speed), seed: 1, name: 'region', workloads: [run.path], domains: ['api.example.com'] }));
  for (const [name, service] of ROLES) makeRole(region, name, service);
  let made = 0;
  return {
    ...region,
    directory: run.path,
    client: { endpoint: region.url, region: PLACE.region, credentials: region.identities.issue(`arn:aws:iam::${PLACE.account}:user/test`) },
    async make(type, properties, metadata = {}) {
      const provider = region.registry.provider(type);
      if (provider === undefined) throw new Error(`no provider for ${type}`);
      made += 1;
      const request = { place: PLACE, stackName: 'test-Stack', stackId: 'stack', logicalId: `Thing${made}`, type, properties, metadata };
      return provider.create(request, new AbortController().signal);
    },
  };
}
