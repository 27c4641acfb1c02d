import type { Instant } from '../units';
import type { StateValue } from './alarm-state';
import type { AlarmDefinition, Comparison } from './definition';
import { javaNumber } from './java-number';
import type { DataPoint, Judgement } from './missing-data';

/**
 * The `StateReason` that goes with a new state, in CloudWatch's words, as they appear in published alarm histories.
 *
 * The data points that it lists are those that decided: the breaching ones for ALARM, the others for OK, newest first. An
 * alarm that was given DatapointsToAlarm also says how many it takes to change sides.
 */
export function stateReason(definition: AlarmDefinition, state: StateValue, { counted, filled }: Judgement): string {
  if (state === 'INSUFFICIENT_DATA') return `Insufficient Data: ${count(filled, 'datapoint')} ${filled === 1 ? 'was' : 'were'} unknown.`;
  const deciding = counted.filter(({ breaching }) => breaching === (state === 'ALARM'));
  const missing = filled > 0 ? missingTreatedAs(definition, filled) : '';
  if (deciding.length === 0) {
    return `Threshold Crossed: ${howManyAtAll(counted.length)} received for ${count(definition.evaluationPeriods, 'period')}${missing}.`;
  }
  const side = `${deciding.length === 1 ? 'was' : 'were'} ${state === 'OK' ? 'not ' : ''}${inWords[definition.comparison]}`;
  return `Threshold Crossed: ${howMany(definition, deciding.length)} [${deciding.map(spell).join(', ')}] ${side} `
    + `the threshold (${javaNumber(definition.threshold)})${missing}${toChange(definition, state)}.`;
}

const inWords: Readonly<Record<Comparison, string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

function missingTreatedAs({ treatMissingData }: AlarmDefinition, filled: number): string {
  if (treatMissingData !== 'breaching' && treatMissingData !== 'notBreaching') return '';
  const side = treatMissingData === 'breaching' ? 'Breaching' : 'NonBreaching';
  return ` and ${count(filled, 'missing datapoint')} ${filled === 1 ? 'was' : 'were'} treated as [${side}]`;
}

const howManyAtAll = (received: number): string =>
  (received === 0 ? 'no datapoints were' : `${count(received, 'datapoint')} ${received === 1 ? 'was' : 'were'}`);

const howMany = ({ datapointsToAlarm, evaluationPeriods }: AlarmDefinition, deciding: number): string =>
  (datapointsToAlarm === undefined ? count(deciding, 'datapoint') : `${deciding} out of the last ${evaluationPeriods} datapoints`);

function toChange({ datapointsToAlarm, evaluationPeriods }: AlarmDefinition, state: 'OK' | 'ALARM'): string {
  if (datapointsToAlarm === undefined) return '';
  const needed = state === 'ALARM' ? datapointsToAlarm : evaluationPeriods - datapointsToAlarm + 1;
  return ` (minimum ${count(needed, 'datapoint')} for ${state === 'ALARM' ? 'OK -> ALARM' : 'ALARM -> OK'} transition)`;
}

const spell = ({ at, value }: DataPoint): string => `${javaNumber(value)} (${dayAndTime(at)})`;

/** Such as "09/01/23 14:02:00": day, month and year, in UTC. */
function dayAndTime(at: Instant): string {
  const [date = '', time = ''] = new Date(at).toISOString().split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${day}/${month}/${year.slice(-2)} ${time.slice(0, 8)}`;
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
