import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { bundledCode } from '../../lib/constructs/bundled-code';

const opened: string[] = [];
afterAll(() => opened.forEach((directory) => rmSync(directory, { recursive: true })));

/** The bundles of the entries, as they come out in one cloud assembly: file name of the asset to its code. */
function bundles(...entries: readonly (readonly [string, Record<string, string>])[]): readonly (readonly [string, string])[] {
  const outdir = mkdtempSync(path.join(tmpdir(), 'changeover-bundle-'));
  opened.push(outdir);
  const app = new App({ outdir, analyticsReporting: false, builtinCloudFormationValidation: false });
  const stack = new Stack(app, 'Stack');
  entries.forEach(([entry, define], index) => new lambda.Function(stack, `Function${index}`, {
    code: bundledCode(entry, define), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X,
  }));
  app.synth();
  return readdirSync(outdir).filter((name) => name.startsWith('asset.')).sort()
    .map((name) => [name, readFileSync(path.join(outdir, name, 'index.js'), 'utf8')] as const);
}

const deployment = ['lambda/deployment/handler.ts', {}] as const;
const probe = (text: string) => ['lambda/hooks/probe/handler.ts', { OPERATIONS: JSON.stringify(text) }] as const;

test('a bundle is whole: what it still asks for is Node itself', () => {
  const [[, code] = ['', '']] = bundles(deployment);
  const asked = [...code.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name as string);
  expect(asked.filter((name) => /^(\.|@aws-sdk\/client-|pg$)/.test(name))).toEqual([]);
  expect(code).toContain('CreateDeployment');
});

test('the same source makes the same bundle, under a name that says so', () => {
  expect(bundles(deployment)).toEqual(bundles(deployment));
});

test('two entries in one assembly are two bundles, and so are two definitions of one entry', () => {
  const found = bundles(deployment, probe('one-text'), probe('another-text'));
  expect(found).toHaveLength(3);
  expect(found.filter(([, code]) => code.includes('one-text'))).toHaveLength(1);
  expect(found.filter(([, code]) => code.includes('another-text'))).toHaveLength(1);
});

test('an entry that does not build stops synthesis', () => {
  expect(() => bundles(['lambda/no/such/handler.ts', {}])).toThrow();
});
