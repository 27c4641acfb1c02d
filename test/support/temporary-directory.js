const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** CDK leaves a directory for every app of a test: all of them go into one of this run, which goes at its end. */
module.exports = () => {
  const directory = mkdtempSync(join(tmpdir(), 'changeover-test-'));
  process.env.TMPDIR = directory;
  globalThis.removeTemporaryDirectory = () => rmSync(directory, { recursive: true, force: true });
};
