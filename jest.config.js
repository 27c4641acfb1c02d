/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '\\.m?tsx?$': '<rootDir>/test/support/esbuild-transform.js' },
  modulePathIgnorePatterns: ['<rootDir>/cdk.out'],
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  globalSetup: '<rootDir>/test/support/temporary-directory.js',
  globalTeardown: '<rootDir>/test/support/temporary-directory-end.js',
  testSequencer: '<rootDir>/test/support/long-first.js',
  maxWorkers: 2,
  // Hundreds of files leave their modules behind in a worker, and the last ones crawl: between two files a fat one is replaced.
  workerIdleMemoryLimit: '768MB',
  // A guard against tests that hang, not a measure of speed: machines are noisy.
  testTimeout: 60_000,
};
