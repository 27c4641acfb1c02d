/** `npm run bench`: how fast the parts are, each against something else in the same run, so that the machine does not matter. */
import { plainText } from '../../lib/report/plain-text';
import { balancer } from './balancer';
import { database } from './database';
import { machine } from './machine';
import type { Measure } from './measure';
import { rehearsal } from './rehearsal';
import { synthesis } from './synthesis';

void (async () => {
  const measures: Measure[] = [];
  for (const part of [machine, database, balancer, synthesis, rehearsal]) {
    process.stderr.write(`${part.name} ...\n`);
    measures.push(...[await part()].flat());
  }
  const rows = measures.map(({ what, value, compared }): readonly [string, string] => [value, `${what}: ${compared}`]);
  process.stdout.write(plainText([{ kind: 'facts', rows }], { width: process.stdout.columns ?? 80 }));
})();
