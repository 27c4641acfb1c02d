const { transformSync } = require('esbuild');
const { createHash } = require('node:crypto');

/** TypeScript to CommonJS for jest: types are checked by `tsc`, so that a test run need not do it again. */
module.exports = {
  getCacheKey: (source, file) => createHash('sha256').update(source).update('\0').update(file).update('\0v1').digest('hex'),
  process: (source, file) => transformSync(source, { sourcefile: file, loader: 'ts', format: 'cjs', target: 'node20', sourcemap: 'inline' }),
};
