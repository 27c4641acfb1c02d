import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { runCli } from '../../lib/cli/run';
import { millis } from '../../lib/core/units';
import { withConnection } from '../../lib/edge/postgres/login';
import { administrator } from '../../lib/edge/postgres/server';
import { Opened } from '../../lib/edge/processes/opened';
import { wallClock } from '../../lib/edge/time/wall-clock';
import { certificateAuthority } from '../../lib/region/certificates/authority';
import { startDatabaseEndpoint, type DatabaseEndpoint } from '../../lib/region/rds/endpoint/database-endpoint';
import { judgeToken } from '../../lib/region/rds/endpoint/token';
import { startTwoBooks, type Asked, type TwoBooks } from '../edge/postgres/books/support/two-books';
import { changeover, ended } from '../support/command-line';

/** Both databases behind TLS and tokens, and an STS that knows whose keys these are: production's through a tunnel, as from a person's machine. */
const opened = new Opened();
const accounts: Readonly<Record<string, string>> = { AKIASTAGING000000000: '111111111111', AKIAPRODUCTION000000: '222222222222' };
const HOST = 'primary.production.example.com';
const before = { ...process.env };
let books: TwoBooks;
let directory: string;
let files: { readonly staging: string; readonly production: string };

beforeAll(async () => {
  books = opened.add(await startTwoBooks());
  directory = await mkdtemp(join(books.runDirectory, 'cli-'));
  const authority = await certificateAuthority();
  await writeFile(join(directory, 'root.pem'), authority.root);
  await writeFile(join(directory, 'credentials'), Object.keys(accounts).map((key) => `[${key.slice(4, 11).toLowerCase()}]\naws_access_key_id = ${key}\naws_secret_access_key = secret\naws_session_token = session\n`).join('\n'));
  const endpoint = (name: string, claim: (port: number) => { readonly host: string; readonly port: number }): Promise<DatabaseEndpoint> => {
    const starting = startDatabaseEndpoint({
      tls: authority.issue([name]), server: () => join(books.server.host, `.s.PGSQL.${books.server.port}`),
      refuse: async (user, token) => {
        const judged = judgeToken(token, { ...claim((await starting).port), user }, wallClock.now(), (key) => (key in accounts ? { accessKeyId: key, secretAccessKey: 'secret', sessionToken: 'session', principal: key } : undefined));
        return judged.ok ? undefined : judged.why;
      },
    });
    return starting;
  };
  const staging = opened.add(await endpoint('localhost', (port) => ({ host: 'localhost', port })));
  const production = opened.add(await endpoint(HOST, () => ({ host: HOST, port: 5432 })));
  const common = { region: 'ap-northeast-2', user: 'points_writer', authorities: 'root.pem' };
  files = {
    staging: await settings('staging', { ...common, stage: 'staging', account: '111111111111', host: 'localhost', port: staging.port, database: 'elsewhere', profile: 'staging' }),
    production: await settings('production', { ...common, stage: 'production', account: '222222222222', host: HOST, port: 5432, tunnelPort: production.port, database: 'points', profile: 'product' }),
  };
  const sts = createServer((request, response) => {
    const key = /Credential=(\w+)/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    response.setHeader('content-type', 'text/xml').end(`<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${accounts[key]}:user/kim</Arn><UserId>U</UserId><Account>${accounts[key]}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`);
  });
  await new Promise<void>((listening) => sts.listen(0, '127.0.0.1', listening));
  opened.add({ [Symbol.asyncDispose]: async () => { sts.closeAllConnections(); sts.close(); } });
  process.env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'))),
    AWS_SHARED_CREDENTIALS_FILE: join(directory, 'credentials'), AWS_CONFIG_FILE: join(directory, 'none'), AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${(sts.address() as AddressInfo).port}`,
  };
}, 30_000);
afterAll(async () => {
  process.env = before;
  await opened[Symbol.asyncDispose]();
});

async function settings(name: string, content: object): Promise<string> {
  const file = join(directory, `${name}.json`);
  await writeFile(file, JSON.stringify(content));
  return file;
}
async function edited(file: string, name: string, difference: object): Promise<string> {
  return settings(name, { ...JSON.parse(await readFile(file, 'utf8')) as object, ...difference });
}

/** The command in this process: what it says and how it ends. */
async function here(args: readonly string[], answer?: string) {
  const [out, err]: [string[], string[]] = [[], []];
  const exitCode = await runCli(['reconcile', ...args], '.', {
    out: (text) => void out.push(text), err: (text) => void err.push(text), width: 200, interactive: answer !== undefined, ask: async () => answer ?? '',
    environment: {}, signal: new AbortController().signal, atInterrupt: () => undefined,
  });
  return { exitCode, out: out.join(''), err: err.join('') };
}
const asked = (since: string, ...more: readonly string[]): readonly string[] => ['--from', files.staging, '--to', files.production, '--since', since, ...more];
const mistaken = (memberId: string, key: string, points: number, recordedAt: string, movement: Asked['movement'] = 'earn'): Promise<unknown> =>
  books.staging.write({ shopId: 'shop-1', memberId, movement, points, key, account: '222222222222', recordedAt: new Date(recordedAt) });

test('it says what it would do, asks, does it, and finds nothing to do afterwards', async () => {
  await mistaken('anna', 'a1', 12, '2026-01-01T10:00:00Z');
  const since = '2026-01-01T19:00:00+09:00';
  const dry = await here(asked(since));
  expect(dry).toMatchObject({ exitCode: 0, err: '', out: expect.stringMatching(/^What would be moved from staging to production\n=+\n\nNothing was written.*Everything adds up/) });
  expect(dry.out).toMatch(/a1 +r1 +account +would be replayed/);
  expect(await here(asked(since, '--apply'), 'no')).toMatchObject({ exitCode: 1, out: '', err: expect.stringMatching(/^this writes 1 entry of staging into the books of production.*\nnothing was done\n$/) });
  expect(await here(asked(since, '--apply'), 'yes')).toMatchObject({ exitCode: 0, out: expect.stringMatching(/a1 +r1 +account +replayed as \d+/) });
  expect(await here(asked(since, '--apply'))).toMatchObject({ exitCode: 0, err: '' });
  expect((await here(asked(since))).out).toMatch(/is there already as \d+, from an earlier run/);
  expect(await books.production.rows('select brought_by from points.arrivals')).toEqual([{ brought_by: 'arn:aws:iam::222222222222:user/kim' }]);
});

test('what is left to a person ends it with 1; JSON follows its schema, Markdown folds the long lists away', async () => {
  await mistaken('ben', 'b1', 5, '2026-01-02T10:00:00Z');
  await books.staging.write({ shopId: 'shop-1', memberId: 'ben', movement: 'earn', points: 9, key: 'b0', recordedAt: new Date('2026-01-02T10:00:00Z') });
  await mistaken('ben', 'b2', 9, '2026-01-02T10:01:00Z', 'use');
  const { exitCode, out } = await here(asked('2026-01-02T10:00Z', '--format', 'json', '--apply', '--yes'));
  expect(exitCode).toBe(1);
  const schema = JSON.parse(await readFile(resolve(__dirname, '../../lib/cli/reconcile.schema.json'), 'utf8')) as object;
  const validate = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true, validateFormats: false, unevaluated: true } as object).compile(schema);
  const answer = JSON.parse(out) as Readonly<Record<string, unknown>>;
  void validate(answer);
  expect(validate.errors ?? []).toEqual([]);
  expect(answer).toMatchObject({ settled: false, misplaced: [{ outcome: { kind: 'replayed' } }, { outcome: { kind: 'doubt', because: 'exceeds the balance', balance: 5 } }], stays: [{ idempotencyKey: 'b0' }] });
  for (const name of Object.keys(answer)) expect(validate(Object.fromEntries(Object.entries(answer).filter(([key]) => key !== name)))).toBe(false);
  const report = await here(asked('2026-01-02T10:00Z', '--format', 'markdown'));
  expect(report.out).toContain('<summary>For a person to decide (1)</summary>');
});

test('killed in the middle of an entry, as a process, and run again it ends as if nothing had been', async () => {
  const points = { one: 1, two: 2, three: 4 };
  for (const [memberId, many] of Object.entries(points)) await mistaken(memberId, `k-${memberId}`, many, '2026-01-03T10:00:00Z');
  await books.production.write({ shopId: 'shop-1', memberId: 'two', movement: 'earn', points: 100, key: 'before', recordedAt: new Date(0) });
  const since = asked('2026-01-03T10:00:00Z', '--apply', '--yes');
  await withConnection(administrator(books.server, 'points'), async (holder) => {
    await holder.query(`begin`);
    await holder.query(`select from points.members where member_id = 'two' for update`);
    const child = changeover('reconcile', ...since);
    while ((await books.production.rows(`select from pg_stat_activity where application_name = 'changeover reconcile' and wait_event_type = 'Lock'`)).length === 0) await wallClock.sleep(millis(10));
    child.kill('SIGKILL');
    await ended(child);
    await holder.query('rollback');
  });
  const balances = 'select member_id, balance::int from points.members where member_id = any($1) order by 1';
  expect(await books.production.rows(balances, [Object.keys(points)])).toEqual([{ member_id: 'one', balance: 1 }, { member_id: 'two', balance: 100 }]);
  const again = await ended(changeover('reconcile', ...since));
  expect(again).toMatchObject({ exitCode: 0, out: expect.stringMatching(/A\s+second\s+run\s+finds\s+nothing\s+to\s+do/) });
  expect(await books.production.rows(balances, [Object.keys(points)])).toEqual([{ member_id: 'one', balance: 1 }, { member_id: 'three', balance: 4 }, { member_id: 'two', balance: 102 }]);
});

describe('what was asked wrongly is one line each, and nothing is written', () => {
  const since = '2026-01-01T00:00:00Z';
  test.each<[string, () => Promise<readonly string[]>, RegExp]>([
    ['nothing at all', async () => [], /^--from must name a file.*\n--to must name a file.*\n--since must be a moment with its zone.*got nothing\n$/],
    ['a time without a zone, a format that is none, and --yes for nothing', async () => asked('2026-01-01 10:00', '--format', 'html', '--yes'), /^--since must be .*got "2026-01-01 10:00"\n--format must be .*got "html"\n--yes is for --apply.*\n$/],
    ['a day that is none', async () => asked('2026-02-31T25:00:00Z'), /^--since must be a moment/],
    ['a time to come', async () => asked('2999-01-01T00:00:00Z'), /^--since must be in the past, got "2999-01-01T00:00:00Z"\n$/],
    ['a file that is not there', async () => ['--from', '/nowhere.json', '--to', files.production, '--since', since], /^\/nowhere\.json must be a JSON file with the settings of an environment: ENOENT.*\n$/],
    ['a password among the settings', async () => ['--from', await edited(files.staging, 'secret', { password: 'x' }), '--to', files.production, '--since', since], /secret\.json\.password is not a setting here/],
    ['the same environment twice', async () => ['--from', files.staging, '--to', files.staging, '--since', since], /^--from and --to must be two environments, got staging in account 111111111111 twice\n$/],
    ['the databases the wrong way round', async () => ['--from', await edited(files.staging, 'swapped', { database: 'points' }), '--to', files.production, '--since', since], /^--from says staging in account 111111111111, but the database at localhost is of production in 222222222222\n$/],
    ['credentials of another account', async () => ['--from', await edited(files.staging, 'foreign', { profile: 'product' }), '--to', files.production, '--since', since], /^--from is of account 111111111111, but its credentials are of 222222222222: give it the right profile\n$/],
    ['nobody to ask', async () => { await mistaken('zoe', 'z1', 1, '2026-01-05T10:00:00Z'); return asked('2026-01-05T00:00:00Z', '--apply'); }, /--yes must be given where nobody can be asked\n$/],
  ])('%s', async (_, args, said) => {
    expect(await here(await args())).toEqual({ exitCode: 2, out: '', err: expect.stringMatching(said) });
  });
});

test.each<[string, object, RegExp]>([
  ['a server that is away', { port: 1 }, /^--from: .*ECONNREFUSED.*\n$/],
  ['a user that may not log in', { user: 'points_nobody' }, /^--from: .*points_nobody.*\n$/],
  ['a server that cannot prove its name', { host: '127.0.0.1' }, /^--from: .*\n$/],
])('%s ends it with 3 and one line', async (name, difference, said) => {
  const from = await edited(files.staging, name.replaceAll(' ', '-'), difference);
  expect(await here(['--from', from, '--to', files.production, '--since', '2026-01-01T00:00:00Z'])).toEqual({ exitCode: 3, out: '', err: expect.stringMatching(said) });
});
