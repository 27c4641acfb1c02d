import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Scopes of packages that Lambda's Node.js runtimes bring along: https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html */
const scopes = ['@aws-sdk', '@smithy'];

/**
 * Makes a directory of modules with what the runtime brings, and nothing else: a function that forgot to bundle another
 * package must not find it here because this project has it.
 *
 * @returns what goes into NODE_PATH
 */
export async function runtimeModules(directory: string): Promise<string> {
  const installed = dirname(dirname(dirname(require.resolve('@aws-sdk/client-codedeploy/package.json'))));
  await mkdir(directory, { recursive: true });
  await Promise.all(scopes.map((scope) => symlink(join(installed, scope), join(directory, scope))));
  return directory;
}
