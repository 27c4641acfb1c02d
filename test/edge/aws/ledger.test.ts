import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { spell } from '../../../lib/core/checked';
import { verify } from '../../../lib/core/ledger/verify';
import { instant } from '../../../lib/core/units';
import { proofsBy } from '../../../lib/edge/aws/ledger/keys';
import { stageLedger, vouchersIn } from '../../../lib/edge/aws/ledger/stage-ledger';
import { developerOf, startLedgerEndpoint, type LedgerEndpoint, type Settings } from '../../region/support/ledger-endpoint';
import { baked, deployed, promoted, recorded } from '../../support/ledger';

const ACCOUNT = '111122223333';
let endpoint: LedgerEndpoint;
let settings: Settings;

beforeEach(async () => {
  endpoint = await startLedgerEndpoint();
  settings = endpoint.settings(ACCOUNT);
  await endpoint.make('production', ACCOUNT, { signers: [ACCOUNT] });
  await endpoint.make('guarded', ACCOUNT, { signers: [], readers: [ACCOUNT] });
});
afterEach(() => endpoint[Symbol.asyncDispose]());

const production = () => stageLedger({ stage: 'production', service: 'api' }, settings);
const noon = instant(Date.parse('2026-11-23T12:00:00Z'));

test('what is said lies in the table in order, signed by keys of KMS, and each service has a ledger of its own', async () => {
  const ledger = production();
  for (const fact of [recorded(1), deployed(1), baked(1)]) await ledger.say(fact, noon);
  await stageLedger({ stage: 'production', service: 'auxiliary' }, settings).say(recorded(2), noon);
  const chain = await ledger.entries();
  expect(chain.map(({ signer, entry: { sequence, at, by, fact } }) => [sequence, at, by, fact.kind, signer])).toEqual([
    [1, '2026-11-23T12:00:00.000Z', developerOf(ACCOUNT), 'recorded', 'build'], [2, '2026-11-23T12:00:00.000Z', developerOf(ACCOUNT), 'deployed', 'verdict'], [3, '2026-11-23T12:00:00.000Z', developerOf(ACCOUNT), 'baked', 'verdict'],
  ]);
  expect(verify(chain, { ...ledger, proofs: proofsBy(await ledger.keys([])) })).toEqual([]);
  await ledger.say(baked(1), noon);
  expect(await ledger.entries()).toHaveLength(3);
});

test('whoever writes at the same time as others loses nothing', async () => {
  await Promise.all(Array.from({ length: 5 }, (_, index) => production().say(recorded(index + 1), noon)));
  const ledger = production();
  const chain = await ledger.entries();
  expect(chain.map(({ entry }) => entry.fact.release).sort()).toEqual([1, 2, 3, 4, 5].map((digit) => recorded(digit).release));
  expect(verify(chain, { ...ledger, proofs: proofsBy(await ledger.keys([])) })).toEqual([]);
});

test('an entry that was changed in the table is found, and a line that is none is told', async () => {
  const ledger = production();
  for (const digit of [1, 2, 3]) await ledger.say(recorded(digit), noon);
  const [, second] = await ledger.entries();
  const write = (signed: unknown) => new DynamoDBClient(settings).send(new PutItemCommand({ TableName: 'production-ledger', Item: { service: { S: 'api' }, sequence: { N: '2' }, signed: { S: JSON.stringify(signed) } } }));
  await write({ ...second, entry: { ...second!.entry, fact: { ...second!.entry.fact, clean: false } } });
  const proofs = proofsBy(await ledger.keys([]));
  expect(verify(await ledger.entries(), { ...ledger, proofs })).toMatchObject([{ damage: 'changed', sequence: 2 }]);
  await write({ ...second, signature: Buffer.from('no signature').toString('base64') });
  expect(verify(await ledger.entries(), { ...ledger, proofs })).toMatchObject([{ damage: 'signature', sequence: 2 }]);
  await write({ ...second, remark: 'trust me' });
  const read = await ledger.read();
  expect(read.ok ? [] : read.problems.map(spell)).toEqual([expect.stringMatching(/^entry 2\.remark is not a setting here/)]);
  await expect(ledger.entries()).rejects.toMatchObject({ name: 'Trouble', message: expect.stringMatching(/^the ledger of api in production cannot be read: entry 2\.remark/) });
});

test("another stage's key is had where it can be read, and is left out where not", async () => {
  const ledger = production();
  await ledger.say(promoted(1), noon);
  const others = vouchersIn(await ledger.entries());
  expect(others).toEqual([{ stage: 'staging', signer: 'verdict' }]);
  expect([...(await ledger.keys(others)).keys()]).toEqual(['production build', 'production verdict']);
});

test('where there is no ledger, and to whom may not sign, it is said so', async () => {
  const nowhere = stageLedger({ stage: 'staging', service: 'api' }, settings);
  await expect(nowhere.entries()).rejects.toMatchObject({ kind: 'asked', message: expect.stringMatching(/^there is no ledger of staging in this account and region \(table staging-ledger\): --stage must name a stage whose stack staging-Delivery is deployed/) });
  await expect(nowhere.keys([])).rejects.toMatchObject({ kind: 'asked', message: expect.stringMatching(/^there is no key alias\/staging-build-signing/) });
  const guarded = stageLedger({ stage: 'guarded', service: 'api' }, settings);
  await expect(guarded.say(recorded(2), noon)).rejects.toMatchObject({ kind: 'world', message: expect.stringMatching(/^only the pipeline of guarded \(role guarded-delivery\) may sign here: .*kms:Sign/) });
  await expect(guarded.say(baked(2), noon)).rejects.toMatchObject({ message: expect.stringMatching(/^only the deployment functions of guarded may sign here/) });
});
