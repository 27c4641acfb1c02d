const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * Files that take so long that everything else fits beside them, and those that slow down in a worker which has seen hundreds of files;
 * longest first.
 */
const FIRST = ['rehearsal/rehearsals', 'cli/interrupt', 'rehearsal/grants', 'stacks/app', 'simulation/simulation'];

/** Jest knows durations only from its cache, which a fresh clone has not: without this it begins with the largest files. */
module.exports = class extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const at = FIRST.findIndex((name) => path.endsWith(`test/${name}.test.ts`));
      return at < 0 ? FIRST.length : at;
    };
    return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
  }
};
