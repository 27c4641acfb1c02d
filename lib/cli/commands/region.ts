import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { spell } from '../../core/checked';
import { labelOf, type Assembly, type AssemblyStack } from '../../edge/assembly/assembly';
import { readAssembly } from '../../edge/assembly/read-assembly';
import { Opened } from '../../edge/processes/opened';
import { createRunDirectory } from '../../edge/processes/run-directory';
import { startWatchdog } from '../../edge/processes/watchdog';
import { modelClock } from '../../edge/time/model-clock';
import { prepareKit } from '../../region/kit';
import { sessionArnOf } from '../../region/iam/permissions';
import { startRegion, type Region } from '../../region/region';
import { deployOrExplain } from '../../rehearsal/deploy';
import { vouch } from '../../rehearsal/vouch';
import { exits, type Host } from '../host';
import type { RegionCommandOptions } from '../region-options';
import { UsageError } from '../usage-error';

/** Where somebody is who has not said it. */
const ACCOUNT = '111111111111';
const REGION = 'ap-northeast-2';

/** Serves a region until it is told to stop: an empty one, or one with the stacks of an assembly. */
export async function regionCommand({ assembly: named, workloads, accounts, roles, port, speed, seed, throttled }: RegionCommandOptions, host: Host): Promise<number> {
  const assembly = named === undefined ? undefined : await assemblyIn(named);
  if (port !== undefined) await refuseTaken(port);
  await using opened = new Opened();
  host.atInterrupt(() => opened[Symbol.asyncDispose]());
  const run = opened.add(await createRunDirectory());
  const kit = await prepareKit(run, opened.add(startWatchdog(run.path)));
  const domains = assembly?.stacks.flatMap((stack) => labelOf(stack)?.domain ?? []) ?? [];
  const region = opened.add(await startRegion({
    kit, clock: modelClock(speed), seed, name: 'region', workloads: workloads.map((directory) => resolve(directory)), domains: domains.length > 0 ? domains : ['localhost'], port, throttled,
  }));
  await deployEvery(region, assembly?.stacks ?? [], host);
  const known = accounts ?? [...new Set(assembly?.stacks.map(({ account }) => account) ?? [ACCOUNT])];
  host.out(await exportsFor(region, [...known.map(personIn), ...roles.map(sessionOf)], assembly?.stacks[0]?.region ?? REGION, run.path));
  host.err(`the region runs ${speed} times as fast as AWS, on this machine only; every name in it ends with it (Ctrl-C)\n`);
  await new Promise<void>((stopped) => {
    if (host.signal.aborted) stopped();
    host.signal.addEventListener('abort', () => stopped(), { once: true });
  });
  return exits.interrupted;
}

/**
 * Lines for a shell. The keys of accounts are persons', and persons may everything in their own account; those of roles may what the roles may.
 *
 * The first key is in the environment; each account has a profile by its number, each role one by its name, for `--profile`.
 */
async function exportsFor({ url, identities, rootCertificate }: Region, bearers: readonly Bearer[], region: string, directory: string): Promise<string> {
  const keys = bearers.map(({ profile, principal, role }) => ({ profile, ...identities.issue(principal, role) }));
  const profiles = keys.map(({ profile, accessKeyId, secretAccessKey, sessionToken }) =>
    `[${profile}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\naws_session_token = ${sessionToken}\n`);
  const [credentials, config] = [join(directory, 'credentials'), join(directory, 'config')];
  await writeFile(credentials, profiles.join('\n'), { mode: 0o600 });
  await writeFile(config, bearers.map(({ profile }) => `[profile ${profile}]\nregion = ${region}\n`).join('\n'), { mode: 0o600 });
  const root = join(directory, 'root.pem');
  await writeFile(root, rootCertificate);
  const [first] = keys;
  const variables = {
    AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: first?.accessKeyId, AWS_SECRET_ACCESS_KEY: first?.secretAccessKey, AWS_SESSION_TOKEN: first?.sessionToken, AWS_REGION: region, AWS_DEFAULT_REGION: region,
    AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_CONFIG_FILE: config, CHANGEOVER_ROOT_CERTIFICATE: root,
  };
  return Object.entries(variables).map(([name, value]) => `export ${name}=${value}\n`).join('');
}

/** In their order; releases as if they had come through the pipeline. */
async function deployEvery(region: Region, stacks: readonly AssemblyStack[], host: Host): Promise<void> {
  for (const stack of stacks) {
    host.signal.throwIfAborted();
    host.err(`deploying ${stack.id} ...\n`);
    if (labelOf(stack)?.axis === 'release') await vouch(region, { release: stack, topology: stacks.filter((one) => isTopologyOf(one, stack)) }, stack.template);
    await deployOrExplain(region, stack);
  }
}

/** Whose credentials a profile holds. */
interface Bearer {
  readonly profile: string;
  readonly principal: string;
  readonly role: string | undefined;
}

const personIn = (account: string): Bearer => ({ profile: account, principal: `arn:aws:iam::${account}:user/developer`, role: undefined });
const sessionOf = (role: string): Bearer => ({ profile: role.split('/').at(-1) ?? role, principal: sessionArnOf(role, 'developer'), role });

/** Whether releases like this one are made by functions of the other stack. */
function isTopologyOf(stack: AssemblyStack, release: AssemblyStack): boolean {
  const [own, its] = [labelOf(stack), labelOf(release)];
  return own?.axis === 'topology' && own.stage === its?.stage && own.tier === its.tier;
}

/** @throws UsageError */
async function assemblyIn(named: string): Promise<Assembly> {
  const read = await readAssembly(resolve(named));
  if (!read.ok) throw new UsageError(read.problems.map(spell));
  return read.value;
}

/** @throws UsageError before anything is started */
async function refuseTaken(port: number): Promise<void> {
  const server = createServer();
  const refused = await new Promise<string | undefined>((tell) => {
    server.once('error', (thrown: NodeJS.ErrnoException) => tell(thrown.code ?? thrown.message));
    server.listen(port, '127.0.0.1', () => tell(undefined));
  });
  await new Promise<void>((closed) => server.close(() => closed()));
  if (refused === 'EADDRINUSE') throw new UsageError([`--port must be one that nobody uses, got ${port}: choose another, or leave it out`]);
  if (refused !== undefined) throw new UsageError([`--port must be one that you may open, got ${port} (${refused}): choose another, or leave it out`]);
}
