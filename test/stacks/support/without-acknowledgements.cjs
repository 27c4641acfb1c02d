const { writeFileSync } = require('node:fs');
const { Validations } = require('aws-cdk-lib');

/** Loaded before the app: what we acknowledge is written to the file that ACKNOWLEDGEMENTS names, and nothing is acknowledged. */
const acknowledged = [];
Validations.prototype.acknowledge = function acknowledge(...rules) {
  const caller = new Error().stack.split('\n')[2] ?? '';
  if (caller.includes('node_modules')) return;
  for (const { id } of rules) acknowledged.push({ path: this.scope.node.path, id });
};
process.on('exit', () => writeFileSync(process.env.ACKNOWLEDGEMENTS, JSON.stringify(acknowledged)));
