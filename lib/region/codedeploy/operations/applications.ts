import type { Clock } from '../../../core/time';
import type { Operation } from '../../endpoint/json-protocol';
import { listOf, refuseOthers, textOf, type Fields } from '../../fields';
import { ServiceError } from '../../service-error';
import { tagsIn, type Application, type Catalog, type RegisteredRevision } from '../catalog';
import { seconds } from '../describe-group';
import { namesPage } from '../page';
import { batch } from '../batch';
import { readDescription } from '../read-request';
import { readRevision } from '../read-revision';
import { registeredRevision, registerRevision } from '../revisions';

const MOST_IN_A_BATCH = 100;
const MOST_REVISIONS_IN_A_BATCH = 25;

/** Applications and their revisions. */
export function applicationOperations(catalog: Catalog, clock: Clock): Readonly<Record<string, Operation>> {
  return {
    CreateApplication: async (input) => ({ applicationId: catalog.addApplication(input['applicationName'], input['computePlatform'], tagsIn(input['tags'])).id }),
    GetApplication: async (input) => ({ application: describe(catalog.application(input['applicationName'])) }),
    UpdateApplication: async (input) => catalog.renameApplication(input['applicationName'], input['newApplicationName']),
    DeleteApplication: async (input) => catalog.removeApplication(input['applicationName']),
    ListApplications: async (input) => {
      const { names, more } = namesPage([...catalog.applications.keys()].sort(), input['nextToken']);
      return { applications: names, ...more };
    },
    BatchGetApplications: async (input) => {
      const names = batch('application names', input['applicationNames'], MOST_IN_A_BATCH, 'ApplicationNameRequiredException');
      return { applicationsInfo: names.map((name) => describe(catalog.application(name))) };
    },
    RegisterApplicationRevision: async (input) => {
      registerRevision(catalog.application(input['applicationName']), readRevision(input['revision']), clock.now(), readDescription(input['description']));
    },
    GetApplicationRevision: async (input) => {
      const application = catalog.application(input['applicationName']);
      const found = registeredRevision(application, readRevision(input['revision']));
      return { applicationName: application.name, revision: found.revision.wire, revisionInfo: describeRevision(found) };
    },
    BatchGetApplicationRevisions: async (input) => {
      const application = catalog.application(input['applicationName']);
      const wanted = listOf(input['revisions']);
      if (wanted.length === 0) throw new ServiceError('RevisionRequiredException', 'RevisionLocation must be specified');
      if (wanted.length > MOST_REVISIONS_IN_A_BATCH) throw new ServiceError('BatchLimitExceededException', `The maximum number of revisions that can be requested at once is ${MOST_REVISIONS_IN_A_BATCH}.`);
      const found = wanted.map((revision) => registeredRevision(application, readRevision(revision)));
      return { applicationName: application.name, revisions: found.map((one) => ({ revisionLocation: one.revision.wire, genericRevisionInfo: describeRevision(one) })) };
    },
    ListApplicationRevisions: async (input) => listRevisions(catalog.application(input['applicationName']), input),
  };
}

function describe({ id, name, createdAt }: Application): object {
  return { applicationId: id, applicationName: name, createTime: seconds(createdAt), linkedToGitHub: false, computePlatform: 'ECS' };
}

function describeRevision({ description, registeredAt, usedAt, groups }: RegisteredRevision): object {
  const [first, last] = [usedAt[0], usedAt.at(-1)];
  return {
    ...(description === undefined ? {} : { description }), deploymentGroups: [...groups], registerTime: seconds(registeredAt),
    ...(first === undefined ? {} : { firstUsedTime: seconds(first) }), ...(last === undefined ? {} : { lastUsedTime: seconds(last) }),
  };
}

const SORTS = { registerTime: ({ registeredAt }: RegisteredRevision) => registeredAt, firstUsedTime: ({ usedAt }: RegisteredRevision) => usedAt[0] ?? 0, lastUsedTime: ({ usedAt }: RegisteredRevision) => usedAt.at(-1) ?? 0 } as const;

function listRevisions({ revisions }: Application, input: Fields): object {
  refuseOthers('ListApplicationRevisions', input, { served: ['applicationName', 'sortBy', 'sortOrder', 's3Bucket', 's3KeyPrefix', 'deployed', 'nextToken'] }, 'InvalidInputException');
  const sortBy = textOf(input['sortBy']) ?? 'registerTime';
  const [sortOrder, deployed, bucket] = [textOf(input['sortOrder']) ?? 'ascending', textOf(input['deployed']) ?? 'ignore', textOf(input['s3Bucket'])];
  if (!isSort(sortBy)) throw new ServiceError('InvalidSortByException', `sortBy must be one of ${Object.keys(SORTS).join(', ')}, got ${sortBy}.`);
  if (!['ascending', 'descending'].includes(sortOrder)) throw new ServiceError('InvalidSortOrderException', `sortOrder must be ascending or descending, got ${sortOrder}.`);
  if (!['include', 'exclude', 'ignore'].includes(deployed)) throw new ServiceError('InvalidDeployedStateFilterException', `deployed must be include, exclude or ignore, got ${deployed}.`);
  if (textOf(input['s3KeyPrefix']) !== undefined && bucket === undefined) throw new ServiceError('BucketNameFilterRequiredException', 'A key prefix was specified without a bucket name.');
  const found = revisions
    .filter(({ usedAt }) => deployed === 'ignore' || (usedAt.length > 0) === (deployed === 'include'))
    .filter(({ revision: { source } }) => bucket === undefined || (source.kind === 'object' && source.bucket === bucket && source.key.startsWith(textOf(input['s3KeyPrefix']) ?? '')))
    .toSorted((one, other) => (SORTS[sortBy](one) - SORTS[sortBy](other)) * (sortOrder === 'ascending' ? 1 : -1));
  const locations = new Map(found.map(({ revision: { wire } }) => [JSON.stringify(wire), wire]));
  const { names, more } = namesPage([...locations.keys()], input['nextToken']);
  return { revisions: names.map((name) => locations.get(name)), ...more };
}

const isSort = (name: string): name is keyof typeof SORTS => Object.hasOwn(SORTS, name);
