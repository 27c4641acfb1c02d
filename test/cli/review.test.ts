import Ajv2020 from 'ajv/dist/2020';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runCli } from '../../lib/cli/run';
import type { AssemblyTemplate } from '../../lib/edge/assembly/assembly';
import { templateDigest } from '../../lib/edge/assembly/template-digest';
import { promoted } from '../rehearsal/a-result';

let directory: string;
beforeAll(async () => { directory = await mkdtemp(join(tmpdir(), 'review-')); });
afterAll(() => rm(directory, { recursive: true }));

const alarm = (Threshold: number) => ({ Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName: 'errors', ComparisonOperator: 'GreaterThanThreshold', Threshold } });

/** An assembly of stacks with one alarm each, as `cdk synth` would leave it. */
async function assembly(name: string, stacks: Readonly<Record<string, { readonly threshold: number; readonly axis?: string }>>): Promise<string> {
  const path = join(directory, name);
  await mkdir(path, { recursive: true });
  const artifacts = Object.keys(stacks).map((id) => [id, { type: 'aws:cloudformation:stack', environment: 'aws://222222222222/ap-northeast-2', properties: { templateFile: `${id}.json` }, metadata: { [`/${id}/Alarms/Errors/Resource`]: [{ type: 'aws:cdk:logicalId', data: 'Errors' }] } }]);
  await writeFile(join(path, 'manifest.json'), JSON.stringify({ artifacts: Object.fromEntries(artifacts) }));
  for (const [id, { threshold, axis = 'topology' }] of Object.entries(stacks)) {
    await writeFile(join(path, `${id}.json`), JSON.stringify({ Metadata: { 'changeover:stack': { stage: 'production', tier: 'api', axis } }, Resources: { Errors: alarm(threshold) } }));
  }
  return path;
}

async function run(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let [out, err] = ['', ''];
  const code = await runCli(['review', ...args], resolve(__dirname, '../..'), {
    out: (text) => void (out += text), err: (text) => void (err += text), width: 80, interactive: false, ask: async () => '', environment: {}, signal: new AbortController().signal, atInterrupt: () => undefined,
  });
  return { code, out, err };
}

let [old, weaker, both, foreign] = ['', '', '', ''];
beforeAll(async () => {
  old = await assembly('old', { Api: { threshold: 3 }, ApiRelease: { threshold: 1, axis: 'release' } });
  weaker = await assembly('weaker', { Api: { threshold: 9 }, ApiRelease: { threshold: 1, axis: 'release' } });
  both = await assembly('both', { Api: { threshold: 9 }, ApiRelease: { threshold: 0, axis: 'release' } });
  foreign = await assembly('foreign', { Shop: { threshold: 3 } });
});

test('one assembly twice says the same, within every limit', async () => {
  expect(await run('--from', old, '--to', old, '--limit', 'none')).toEqual({ code: 0, out: expect.stringContaining('The two assemblies say the same to AWS.'), err: '' });
});

test('a finding says where, what, why, what to do and who approves', async () => {
  const { code, out } = await run('--from', old, '--to', weaker);
  expect(code).toBe(0);
  for (const said of ['Review: protection', '- Api/Alarms/Errors/Resource: Threshold: 3 becomes 9', 'Why it matters: a bad release may be noticed later', 'What to do: ', 'Who approves: on-call engineer.']) expect(out).toContain(said);
});

test.each([['none', 1], ['review', 1], ['protection', 0], ['data-loss', 0]])('with the limit %s a weaker alarm ends with %d', async (limit, code) => {
  expect((await run('--from', old, '--to', weaker, '--limit', limit)).code).toBe(code);
});

test('servers and software together are refused without any limit, with both stacks named', async () => {
  const { code, out } = await run('--from', old, '--to', both);
  expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('Api (topology) and ApiRelease (release)') });
});

test('Markdown has the verdict first, values as code, and the rest folded away', async () => {
  const { out } = await run('--from', old, '--to', weaker, '--format', 'markdown');
  expect(out.startsWith('# Review: protection\n\nSomething that keeps harm away becomes weaker. One person')).toBe(true);
  expect(out).toContain('- `Api/Alarms/Errors/Resource`: `Threshold: 3 becomes 9`');
  expect(out).toMatch(/<details>\n<summary>Everything that changes \(1\)<\/summary>\n\n- .*\n\n<\/details>\n$/);
});

describe('of a changed topology it is said whether a release was rehearsed on it', () => {
  const file = async (name: string, content: object): Promise<string> => {
    const path = join(directory, name);
    await writeFile(path, `${JSON.stringify(content)}\n`);
    return path;
  };
  const templateOf = async (id: string) => JSON.parse(await readFile(join(weaker, `${id}.json`), 'utf8')) as AssemblyTemplate;
  const good = { release: '2026-11-23-aaaaaaaaaaaa', commit: 'c'.repeat(40), builtAt: '2026-11-23T09:30:00Z', workload: { directory: 'workload', sha256: 'a'.repeat(64) }, image: { digest: `sha256:${'b'.repeat(64)}` } };
  const rehearsal = async (more: object = {}) => ({ ...promoted, ran: { ...promoted.ran, stacks: [{ id: 'Api', sha256: templateDigest(await templateOf('Api')) }] }, ...more });

  test('not yet: with the command that does it', async () => {
    const { out } = await run('--from', old, '--to', weaker);
    expect(out).toContain('A release of production: not rehearsed on this topology');
    expect(out.replace(/\s+/g, ' ')).toContain(`Changes that no rehearsal has seen: Api. What to do: changeover rehearse --assembly ${weaker} --stage production --json > rehearsal.json`);
  });

  test('yes, with what runs today', async () => {
    const { out } = await run('--from', old, '--to', weaker, '--format', 'markdown', '--rehearsal', await file('rehearsal.json', await rehearsal()), '--last-known-good', await file('good.json', good));
    expect(out).toContain('## The last known good release of production: rehearsed on this topology\n\n- `healthy` with `2026-11-23-aaaaaaaaaaaa` ended as expected\n');
    expect(out).not.toContain('What to do: `changeover rehearse');
  });

  test('no, with another release than runs today', async () => {
    const { out } = await run('--from', old, '--to', weaker, '--format', 'markdown', '--rehearsal', await file('rehearsal.json', await rehearsal()), '--last-known-good', await file('other.json', { ...good, workload: { directory: 'workload', sha256: 'd'.repeat(64) } }));
    expect(out).toContain('## The last known good release of production: not rehearsed on this topology\n\n- `healthy` with `2026-11-23-aaaaaaaaaaaa` does not count: `2026-11-23-aaaaaaaaaaaa` is not the last known good release');
  });

  test('nothing where no topology changes', async () => {
    expect((await run('--from', old, '--to', old, '--rehearsal', await file('rehearsal.json', await rehearsal()))).out).not.toContain('rehearsed');
  });

  test('files that say nothing of it are told with everything else', async () => {
    const { code, err } = await run('--from', old, '--to', weaker, '--rehearsal', '/nowhere', '--rehearsal', await file('empty.json', { ...promoted, ran: 1 }), '--last-known-good', await file('bad.json', { ...good, commit: 'main' }));
    expect({ code, problems: err.trimEnd().split('\n') }).toEqual({ code: 2, problems: [
      expect.stringMatching(/^--rehearsal must name a file that `changeover rehearse --json` wrote, got none that can be read: \/nowhere$/),
      expect.stringMatching(/empty\.json: line 1\.ran must be an object, got 1$/), ...['stage', 'releases', 'stacks'].map((key) => expect.stringMatching(new RegExp(`line 1\\.ran\\.${key} must be .*got nothing$`))),
      expect.stringMatching(/bad\.json\.commit must be a commit of 40 hexadecimal digits, got "main"$/),
    ] });
  });
});

describe('JSON', () => {
  let validate: ReturnType<Ajv2020['compile']>;
  beforeAll(async () => {
    const schema = JSON.parse(await readFile(resolve(__dirname, '../../lib/cli/review.schema.json'), 'utf8')) as object;
    validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);
  });

  test.each([['nothing', () => old, 0], ['a finding', () => weaker, 1], ['a refusal', () => both, 2]])('of %s follows its schema', async (_, to, findings) => {
    const answer = JSON.parse((await run('--from', old, '--to', to(), '--format', 'json')).out) as { readonly findings: readonly unknown[] };
    void validate(answer);
    expect(validate.errors ?? []).toEqual([]);
    expect(answer.findings).toHaveLength(findings);
  });

  test('has every member that the schema asks for, and no other', async () => {
    const answer = JSON.parse((await run('--from', old, '--to', weaker, '--format', 'json')).out) as Record<string, unknown>;
    for (const name of Object.keys(answer)) expect(validate(Object.fromEntries(Object.entries(answer).filter(([key]) => key !== name)))).toBe(false);
    expect(validate({ ...answer, extra: 1 })).toBe(false);
  });
});

describe('what was asked wrongly is told all at once', () => {
  test.each([
    ['nothing at all', [], [/^--from must name a cloud assembly/, /^--to must name a cloud assembly/]],
    ['four mistakes', ['--from', '/nowhere', '--to', '/neither', '--format', 'html', '--limit', 'refused'], [/^--format must be one of text, markdown, json, got "html"/, /^--limit must be one of none, .*got "refused"/, /^\/nowhere must be a cloud assembly/, /^\/neither must be a cloud assembly/]],
  ])('%s', async (_, args, problems) => {
    const { code, out, err } = await run(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.trimEnd().split('\n')).toEqual(problems.map((problem) => expect.stringMatching(problem)));
  });

  test('assemblies of two apps', async () => {
    expect(await run('--from', old, '--to', foreign)).toEqual({ code: 2, out: '', err: '--to must hold a stack that --from has too (Api, ApiRelease), found Shop: are they assemblies of one app?\n' });
  });
});
