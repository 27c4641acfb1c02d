import { bySchema, runHere } from './support/run-here';
import { operatedStage, type OperatedStage } from './support/operated-stage';

let shop: OperatedStage;
const release = (name: string) => shop.release(name);
const until = (id: string, at: 'ready' | 'baking') => shop.until(id, at);

beforeAll(async () => {
  shop = await operatedStage();
}, 60_000);
afterAll(() => shop[Symbol.asyncDispose]());

const changeover = (args: readonly string[], answer?: string) => runHere(args, answer === undefined ? {} : { answer });
const on = (command: string, ...more: readonly string[]): readonly string[] => [command, '--stage', 'shop', ...more];
const follows = bySchema('status');
const status = async () => JSON.parse((await statusNow()).out) as { deployment: { id: string; phase: { at: string } } | null; taskSets: { status: string; share: number; release: string | null }[] };

/** Whatever it says at whatever moment follows its schema. */
async function statusNow() {
  const answer = await changeover(on('status', '--json'));
  expect(follows(answer)).toEqual([]);
  return answer;
}

test('before the first release there is a service, and nothing to wait for or to stop', async () => {
  expect(await status()).toMatchObject({ deployment: null, taskSets: [{ status: 'PRIMARY', share: 100 }] });
  expect(await changeover(on('wait'))).toMatchObject({ exitCode: 2, err: 'nothing has been released of api in shop yet: it runs the placeholder\n' });
  expect(await changeover(on('stop', '--yes'))).toMatchObject({ exitCode: 2, err: 'nothing has been deployed yet\n' });
});

test('a release is let go on, gets all customers, and its bake is ended: each is asked for, and is told', async () => {
  const id = await release('r2');
  await until(id, 'ready');
  expect(await changeover(on('end-bake', '--yes'))).toMatchObject({ exitCode: 2, err: `deployment ${id} does not bake: it waits to be continued\n` });
  expect(await changeover(on('continue'))).toMatchObject({ exitCode: 2, err: expect.stringContaining('--yes must be given where nobody can be asked') });
  expect(await changeover(on('continue'), 'no')).toMatchObject({ exitCode: 1, err: expect.stringContaining('customers begin to reach r2\nnothing was done') });
  expect((await status()).deployment).toMatchObject({ id, phase: { at: 'ready' } });
  expect(await changeover(on('continue'), 'yes')).toMatchObject({ exitCode: 0, out: `deployment ${id} goes on; changeover wait tells its end\n` });
  await until(id, 'baking');
  expect(await status()).toMatchObject({ deployment: { id, phase: { at: 'baking' } }, taskSets: [{ status: 'PRIMARY', share: 100, release: 'r2' }, { status: 'ACTIVE', share: 0, release: 'r1' }] });
  const over = await changeover(on('end-bake', '--yes', '--every', '1'));
  expect(over).toMatchObject({ exitCode: 0, out: `deployment ${id} has all customers, and its bake is over\n` });
  expect(over.err).toContain('the tasks of r1 end');
  expect(await changeover(on('wait'))).toMatchObject({ exitCode: 0 });
}, 60_000);

test('a release that is stopped in its bake is taken back, and whoever waits for it ends with 1', async () => {
  const id = await release('r3');
  await until(id, 'ready');
  await changeover(on('continue', '--yes'));
  await until(id, 'baking');
  expect(await changeover(on('stop', '--yes', '--every', '1'))).toMatchObject({ exitCode: 0, out: expect.stringMatching(new RegExp(`^deployment ${id} stopped.*MANUAL_STOP.*all customers are on the release before`)) });
  expect(await status()).toMatchObject({ taskSets: [{ status: 'PRIMARY', share: 100, release: 'r2' }] });
  expect(await changeover(on('wait'))).toMatchObject({ exitCode: 1, out: expect.stringContaining(`deployment ${id} stopped`) });
  expect(await changeover(on('wait', '--json', '--deployment', id))).toMatchObject({ exitCode: 1, out: expect.stringMatching(/^\{"promoted":false,/) });
}, 60_000);

test.each<[readonly string[], number, RegExp]>([
  [['status', '--stage', 'nowhere'], 2, /nothing of api in nowhere is deployed here: there is no stack nowhere-Api/],
  [['status', '--stage', 'Shop!', '--service', ''], 2, /^--stage must be .*got "Shop!"\n--service must be .*got ""\n$/],
  [['wait', '--stage', 'shop', '--deployment', '7', '--every', '0'], 2, /^--deployment must be .*got "7"\n--every must be .*got "0"\n$/],
  [['wait', '--stage', 'shop', '--deployment', 'd-NOTHERE00'], 2, /there is no deployment d-NOTHERE00/],
])('%j ends with %s', async (args, exitCode, said) => {
  expect(await changeover(args)).toMatchObject({ exitCode, out: '', err: expect.stringMatching(said) });
});

test('without a way to AWS or a right to it, one line says so', async () => {
  const { AWS_ENDPOINT_URL, AWS_SECRET_ACCESS_KEY } = process.env;
  process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:1';
  expect(await changeover(on('status'))).toMatchObject({ exitCode: 3, err: expect.stringMatching(/^AWS cannot be reached \(\w+\).*\n$/) });
  Object.assign(process.env, { AWS_ENDPOINT_URL, AWS_SECRET_ACCESS_KEY: 'wrong' });
  expect(await changeover(on('status'))).toMatchObject({ exitCode: 3, err: expect.stringMatching(/^the credentials are not taken .*\n$/) });
  Object.assign(process.env, { AWS_SECRET_ACCESS_KEY });
});
