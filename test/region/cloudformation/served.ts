import { dice } from '../../../lib/core/chance';
import { stackOperations } from '../../../lib/region/cloudformation/operations';
import type { CloudFormation } from '../../../lib/region/cloudformation/engine';
import { startEndpoint } from '../../../lib/region/endpoint/server';
import { authenticator } from '../../../lib/region/endpoint/signature';
import { identities } from '../../../lib/region/iam/identities';
import { Permissions } from '../../../lib/region/iam/permissions';
import { identifiers } from '../../../lib/region/identifiers';
import { wallClock } from '../../../lib/edge/time/wall-clock';
import { awsQuery, type AwsAnswer } from '../../support/aws-query';
import { openCloudFormation, place, testSpecification, World } from './world';

export interface ServedStacks extends AsyncDisposable {
  readonly world: World;
  readonly cloudformation: CloudFormation;
  ask(action: string, fields?: Readonly<Record<string, string>>): Promise<AwsAnswer>;
  /** Resolves once nothing is done to the stack any more; gives its status. */
  settled(name: string): Promise<string>;
}

/** Stacks of a made-up world behind a real endpoint, for somebody of one account. @param objects texts in S3, by bucket and key */
export async function serveStacks(objects: Readonly<Record<string, string>> = {}): Promise<ServedStacks> {
  const world = new World();
  const cloudformation = openCloudFormation(world);
  const ports = {
    cloudformation, clock: world.clock, permissions: new Permissions(), specification: (type: string) => (type.startsWith('Test::') ? testSpecification : undefined), toWall: Number,
    objectText: (bucket: string, key: string) => objects[`${bucket}/${key}`],
  };
  const known = identities(identifiers(dice(1)));
  const credentials = known.issue(`arn:aws:iam::${place.account}:user/developer`);
  const endpoint = await startEndpoint({}, [], {
    authenticate: authenticator((key) => known.byAccessKey(key), () => wallClock.now()),
    queries: { '2010-05-15': { name: 'CloudFormation', signingName: 'cloudformation', namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/', operations: stackOperations(ports) } },
  });
  const ask: ServedStacks['ask'] = (action, fields = {}) => awsQuery({ endpoint: endpoint.url, region: place.region, credentials }, 'cloudformation', action, fields);
  return {
    world, cloudformation, ask, [Symbol.asyncDispose]: () => endpoint[Symbol.asyncDispose](),
    async settled(name) {
      // Nothing here waits for anything but promises.
      for (;;) {
        const status = (await ask('DescribeStacks', { StackName: name })).first('StackStatus') ?? '';
        if (!status.endsWith('_IN_PROGRESS') || status === 'REVIEW_IN_PROGRESS') return status;
      }
    },
  };
}

/** A template of things, as its text. */
export const things = (definitions: Readonly<Record<string, object>>, more: object = {}): string =>
  JSON.stringify({ Resources: Object.fromEntries(Object.entries(definitions).map(([name, { ...definition }]) => [name, { Type: 'Test::Thing', ...definition }])), ...more });

export const thing = (Properties: object, more: object = {}): object => ({ Properties, ...more });
