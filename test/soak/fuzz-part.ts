/** A process of `soakFuzz`: one kind of malformed input. */
import { fuzzPart, type Part } from '../fuzz/everything';

void (async () => {
  const [part = 'AppSpec', times = '0'] = process.argv.slice(2);
  process.send?.(await fuzzPart(part as Part, Number(times)));
  process.disconnect();
})();
