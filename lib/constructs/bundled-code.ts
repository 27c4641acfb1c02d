import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';
import * as path from 'node:path';

const root = path.resolve(__dirname, '../..');

/**
 * One file that holds an entry and everything that it imports, the AWS SDK included, so that what is rehearsed is what ships.
 *
 * The same source gives the same bytes on every machine. Docker is never used: where esbuild fails, synthesis fails.
 *
 * @param entry the file with `handler`, relative to the repository
 * @param define texts that replace identifiers at build time, as esbuild's `define` wants them
 */
export function bundledCode(entry: string, define: Readonly<Record<string, string>> = {}): lambda.Code {
  return lambda.Code.fromAsset(path.dirname(path.join(root, entry)), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('unused'),
      // Not run by anything: CDK remembers bundles by their options, and a function is not part of what it compares.
      command: [entry, JSON.stringify(define)],
      local: {
        tryBundle: (directory) => {
          bundle(entry, define, path.join(directory, 'index.js'));
          return true;
        },
      },
    },
  });
}

function bundle(entry: string, define: Readonly<Record<string, string>>, outfile: string): void {
  buildSync({
    entryPoints: [entry],
    absWorkingDir: root,
    outfile,
    define,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    // pg looks for its native variant only when it is asked to.
    external: ['pg-native'],
    legalComments: 'none',
    logLevel: 'error',
  });
}
