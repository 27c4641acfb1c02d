import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '..');

/**
 * Who may import whom. Two sides meet only in files: what writes the cloud assembly (config, constructs, stacks) and what
 * reads it (region, rehearsal, cli). Both stand on core, which stands on nothing.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'bin/app.ts': ['lib/config', 'lib/stacks', 'lib/edge', 'lib/core'],
  'bin/changeover.ts': ['lib/cli', 'lib/edge', 'lib/core'],
  'lib/core': [],
  'lib/config': ['lib/core'],
  'lib/constructs': ['lib/core'],
  'lib/stacks': ['lib/constructs', 'lib/config', 'lib/core'],
  'lib/edge': ['lib/core'],
  'lib/region': ['lib/edge', 'lib/core'],
  // A bad build is the service with one file replaced; the replacements are made of the service's own parts.
  'lib/rehearsal/faults': ['lib/edge', 'services/api', 'services/shared'],
  'lib/rehearsal': ['lib/rehearsal/faults', 'lib/region', 'lib/edge', 'lib/core'],
  'lib/report': ['lib/core'],
  'lib/cli': ['lib/rehearsal', 'lib/region', 'lib/report', 'lib/edge', 'lib/core'],
  'lambda/shared': ['lib/core'],
  'lambda/deployment': ['lambda/shared', 'lib/core'],
  'lambda/hooks': ['lambda/shared', 'lib/core'],
  'lambda/watch': ['lambda/shared', 'lib/core'],
  'lambda/database': ['lambda/shared', 'lib/core'],
  'services/shared': [],
  'services/api': ['services/shared'],
  'services/auxiliary': ['services/shared'],
};

/** Packages that one place alone may use. */
const packagesOf: Readonly<Record<string, RegExp>> = {
  'lib/core': /^$/,
  'lib/config': /^node:path$/,
  'lib/report': /^$/,
  'lib/constructs': /^(aws-cdk-lib|constructs|esbuild|node:path)(\/|$)/,
  'lib/stacks': /^(aws-cdk-lib|constructs|node:crypto)(\/|$)/,
};

interface Import {
  readonly file: string;
  readonly place: string;
  readonly target: string;
}

const imports = filesUnder('bin', 'lib', 'lambda', 'services').flatMap(importsOf);

test('every source file belongs to a place of the table', () => {
  const lost = filesUnder('bin', 'lib', 'lambda', 'services').filter((file) => placeOf(file) === undefined);
  expect(lost).toEqual([]);
});

test('a place imports only what the table allows', () => {
  const local = imports.filter(({ target }) => target.startsWith('.'));
  const wrong = local.flatMap(({ file, place, target }) => {
    const reached = placeOf(relative(root, resolve(root, dirname(file), target)));
    const permitted = reached === place || (reached !== undefined && allowed[place]?.includes(reached) === true);
    return permitted ? [] : [`${file} imports ${target}, which belongs to ${reached ?? 'no place'}`];
  });
  expect(wrong).toEqual([]);
});

test('core, config, report, constructs and stacks use no packages but their own', () => {
  const wrong = imports.filter(({ place, target }) => !target.startsWith('.') && packagesOf[place]?.test(target) === false)
    .map(({ file, target }) => `${file} imports ${target}`);
  expect(wrong).toEqual([]);
});

test('no inner barrels: nobody imports a directory', () => {
  const barrels = imports.filter(({ target }) => /(^|\/)index$/.test(target) || target === '.' || target.endsWith('/'));
  expect(barrels).toEqual([]);
});

test('every service of the region says what it does', () => {
  const services = readdirSync(join(root, 'lib/region'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(services.length).toBeGreaterThan(15);
  expect(services.filter((name) => !existsSync(join(root, 'lib/region', name, 'BEHAVIOUR.md')))).toEqual([]);
});

test('no two places import each other', () => {
  const pairs = Object.entries(allowed).flatMap(([place, others]) => others.filter((other) => allowed[other]?.includes(place)).map((other) => `${place} <-> ${other}`));
  expect(pairs).toEqual([]);
});

function placeOf(file: string): string | undefined {
  return Object.keys(allowed).find((place) => file === place || file === place.replace(/\.ts$/, '') || file.startsWith(`${place}/`));
}

function importsOf(file: string): readonly Import[] {
  const place = placeOf(file) ?? '';
  const source = readFileSync(join(root, file), 'utf8');
  const found = source.matchAll(/(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g);
  return [...found].map(([, from, dynamic, bare]) => ({ file, place, target: from ?? dynamic ?? bare ?? '' }));
}

function filesUnder(...directories: readonly string[]): readonly string[] {
  return directories.flatMap((directory) => readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('node_modules')).map((name) => join(directory, name)));
}
