import { plainText } from '../../report/plain-text';
import { foreignScenarios } from '../../rehearsal/foreign/foreign-scenarios';
import type { Scenario } from '../../rehearsal/scenario';
import { scenarios } from '../../rehearsal/scenarios';
import { exits, type Host } from '../host';

/** Shows each scenario in one sentence, with the control that shows the harm which its guard prevents. */
export function listCommand(host: Host): number {
  host.out(plainText([
    { kind: 'facts', rows: rowsOf(scenarios) },
    { kind: 'paragraph', text: 'With an app of your own (--workload):' },
    { kind: 'facts', rows: rowsOf(foreignScenarios) },
  ], { width: host.width }));
  return exits.asExpected;
}

const rowsOf = (listed: readonly Scenario[]): readonly (readonly [string, string])[] => listed.map(({ name, sentence, control }) =>
  [name, `${sentence}.${control === undefined || control === name ? '' : ` Control: ${control}.`}`]);
