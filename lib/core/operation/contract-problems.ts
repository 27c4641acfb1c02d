import type { Problem } from '../checked';
import { parametersOf } from './fill';
import type { Exchange, Operation } from './operation';

/** Rules that concern several fields of a contract, or several operations. */
export function contractProblems(operations: readonly Operation[]): readonly Problem[] {
  return [...sharesThatDoNotAddUp(operations), ...repeatedIds(operations), ...operations.flatMap((one) => problemsOf(one, operations))];
}

function sharesThatDoNotAddUp(operations: readonly Operation[]): readonly Problem[] {
  const sum = operations.reduce((total, { share }) => total + share, 0);
  if (Math.abs(sum - 100) < 1e-9) return [];
  const listed = operations.map(({ id, share }) => `${id} ${share}`).join(', ');
  return [{ path: 'paths', message: `must hold operations whose shares make 100 together, got ${sum} (${listed || 'no operations'})` }];
}

function repeatedIds(operations: readonly Operation[]): readonly Problem[] {
  const ids = operations.map(({ id }) => id);
  return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))]
    .map((id) => ({ path: id, message: 'must be the operationId of one operation, got several: rename all but one' }));
}

function problemsOf(operation: Operation, all: readonly Operation[]): readonly Problem[] {
  const { id, critical, probe, load, refusal } = operation;
  const unproven = 'must be given for a critical operation, which nothing else would try before customers do';
  return [
    ...(critical && probe === undefined ? [{ path: `${id}.x-changeover.probe`, message: unproven }] : []),
    ...(probe === undefined ? [] : exchangeProblems(operation, probe, `${id}.x-changeover.probe`, all)),
    ...(load === undefined ? [] : exchangeProblems(operation, load, `${id}.x-changeover.load`, all)),
    ...(refusal === undefined ? [] : [...exchangeProblems(operation, refusal, `${id}.x-changeover.refusal`, all), ...refusalProblems(refusal, `${id}.x-changeover.refusal`)]),
  ];
}

/** An error of the server's own would be its alarm's business; and one refused request has to be told from all others. */
function refusalProblems({ expect, parameters, body }: Exchange, at: string): readonly Problem[] {
  const isMarked = JSON.stringify([parameters, body]).includes('{lane}');
  return [
    ...(expect >= 400 && expect <= 499 ? [] : [{ path: `${at}.expect`, message: `must be given, from 400 to 499, got ${expect}` }]),
    ...(isMarked ? [] : [{ path: at, message: 'must hold {lane} in a parameter, which the reason for the refusal quotes' }]),
  ];
}

function exchangeProblems(operation: Operation, exchange: Exchange, at: string, all: readonly Operation[]): readonly Problem[] {
  const { id, path } = operation;
  const { parameters, after } = exchange;
  const missing = parametersOf(path).filter((name) => parameters[name] === undefined);
  const others = all.map((other) => other.id).filter((other) => other !== id);
  const lost = `must name another operation, got "${after}": ${others.length === 0 ? 'leave it out' : `use one of ${others.join(', ')}`}`;
  return [
    ...missing.map((name) => ({ path: `${at}.parameters.${name}`, message: `must be given, because ${path} names it` })),
    ...(after === undefined || others.includes(after) ? [] : [{ path: `${at}.after`, message: lost }]),
  ];
}
