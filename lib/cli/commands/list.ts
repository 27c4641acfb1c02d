import { plainText } from '../../report/plain-text';
import { scenarios } from '../../rehearsal/scenarios';
import { exits, type Host } from '../host';

/** Shows each scenario in one sentence, with the control that shows the harm which its guard prevents. */
export function listCommand(host: Host): number {
  const rows = scenarios.map(({ name, sentence, control }): readonly [string, string] =>
    [name, `${sentence}.${control === undefined || control === name ? '' : ` Control: ${control}.`}`]);
  host.out(plainText([{ kind: 'facts', rows }], { width: host.width }));
  return exits.asExpected;
}
