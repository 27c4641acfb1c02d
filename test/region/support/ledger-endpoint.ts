import { dice } from '../../../lib/core/chance';
import { tableResources } from '../../../lib/region/dynamodb/resources';
import { Tables } from '../../../lib/region/dynamodb/tables';
import { startEndpoint } from '../../../lib/region/endpoint/server';
import { authorizer } from '../../../lib/region/iam/authorize';
import { identities } from '../../../lib/region/iam/identities';
import { Permissions } from '../../../lib/region/iam/permissions';
import { identifiers } from '../../../lib/region/identifiers';
import { keyAccess } from '../../../lib/region/kms/access';
import { Keys } from '../../../lib/region/kms/keys';
import { keyOperations } from '../../../lib/region/kms/operations';
import { keyResources } from '../../../lib/region/kms/resources';
import { queryServicesOf } from '../../../lib/region/services';
import { VirtualClock } from '../../support/virtual-clock';
import { resourceRequest } from './resource-request';
import { makeStageLedger, type LedgerReaders } from './stage-ledger';

export const REGION = 'ap-northeast-2';

/** What an SDK client takes. */
export interface Settings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface LedgerEndpoint extends AsyncDisposable {
  /** The stage's table and keys, in an account. */
  make(stage: string, account: string, may: LedgerReaders): Promise<void>;
  /** For a developer of an account. */
  settings(account: string): Settings;
}

export const developerOf = (account: string): string => `arn:aws:iam::${account}:user/developer`;

/** DynamoDB, KMS and STS of a region, and nothing else: an access key is the number of an account. */
export async function startLedgerEndpoint(): Promise<LedgerEndpoint> {
  const permissions = new Permissions();
  const [tables, keys, ids] = [new Tables(), new Keys(permissions), identifiers(dice(1))];
  const providers = { ...tableResources(tables, ids, permissions), ...keyResources(keys, permissions, ids, new VirtualClock()) };
  const endpoint = await startEndpoint({ DynamoDB_20120810: tables.operations, TrentService: keyOperations(keys) }, [], {
    authenticate: (request) => {
      const account = /Credential=(\d{12})\//.exec(String(request.headers.authorization))?.[1] ?? '';
      return { accessKeyId: account, region: REGION, principal: developerOf(account) };
    },
    authorize: authorizer(permissions, { TrentService: keyAccess(keys) }),
    queries: queryServicesOf({ balancing: {} as never, stacks: {} as never, tokens: { permissions, identities: identities(ids), ids } }),
  });
  return {
    settings: (account) => ({ endpoint: endpoint.url, region: REGION, credentials: { accessKeyId: account, secretAccessKey: 'secret' } }),
    async make(stage, account, may) {
      let made = 0;
      await makeStageLedger(async (type, properties) => {
        made += 1;
        const request = { ...resourceRequest(type, properties, `${stage}${made}`), place: { account, region: REGION } };
        const provider = providers[type as keyof typeof providers];
        if (provider === undefined) throw new Error(`no provider for ${type}`);
        return provider.create(request, new AbortController().signal);
      }, stage, may);
    },
    [Symbol.asyncDispose]: () => endpoint[Symbol.asyncDispose](),
  };
}
