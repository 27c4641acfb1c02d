import type { Result } from './result';
import { toSeconds } from '../core/units';
import type { BesideScenario, Expectation, Scenario, Sign } from './scenario';

/** Everything in which a result differs from what its scenario has to show; empty when it is as expected. */
export function disagreements({ expected, beside }: Pick<Scenario, 'expected' | 'beside'>, result: Omit<Result, 'asExpected'>): readonly string[] {
  const { outcome, stoppedBy, harmed, requests } = result;
  return [
    ...differs('outcome', expected.outcome, outcome),
    ...differs('stopped by', expected.stoppedBy ?? 'nobody', stoppedBy?.kind ?? 'nobody'),
    ...(requests.lost > 0 ? [`${requests.lost} requests were lost on the way, expected none`] : []),
    ...(expected.refusals === 'any' ? [] : result.refused.map((refusal) => `refused: ${refusal}`)),
    ...writesDiffer(expected, result),
    ...harmDiffers(expected.harmed, harmed),
    ...(expected.harmed.kind === 'none' && harmed.total === 0 && requests.failed > 0 ? [`${requests.failed} requests to the release before failed, expected none`] : []),
    ...(expected.signs ?? []).flatMap((sign) => missingSign(sign, result)),
    ...trafficDiffers(expected, result),
    ...(beside === undefined ? [] : besideDiffers(beside, result)),
  ];
}

/** The other tier's release: its own customers may be harmed by it alone, and no work that they left is lost. */
function besideDiffers({ tier, expected }: BesideScenario, { beside }: Pick<Result, 'beside'>): readonly string[] {
  if (beside === null) return [`nothing was offered to the tier ${tier}`];
  const { outcome, stoppedBy, requests, harmed, work } = beside;
  return [
    ...differs('outcome', expected.outcome, outcome),
    ...differs('stopped by', expected.stoppedBy ?? 'nobody', stoppedBy?.kind ?? 'nobody'),
    ...harmDiffers(expected.harmed, harmed),
    ...(requests.lost > 0 ? [`${requests.lost} requests were lost on the way, expected none`] : []),
    ...(work.missing > 0 ? [`${work.missing} of ${work.requested} works were not done, expected all`] : []),
  ].map((problem) => `${tier}: ${problem}`);
}

function writesDiffer(expected: Expectation, { writes }: Pick<Result, 'writes'>): readonly string[] {
  return [
    ...((writes.duplicated ?? 0) > 0 ? [`${writes.duplicated} writes are on the primary more than once, expected none`] : []),
    ...(expected.missingWrites === 'none' && (writes.missing ?? 0) > 0 ? [`${writes.missing} acknowledged writes are not on the primary, expected none`] : []),
    ...(expected.missingWrites === 'some' && writes.missing === 0 ? ['every acknowledged write is on the primary, expected some to be missing'] : []),
  ];
}

function trafficDiffers(expected: Expectation, { traffic }: Pick<Result, 'traffic'>): readonly string[] {
  return [
    ...(expected.outcome === 'refused' && traffic.some(({ green }) => green > 0) ? ['customers reached the release, expected none'] : []),
    ...(expected.outcome === 'promoted' ? differs('share of traffic at the end', '100', String(traffic.at(-1)?.green ?? 0)) : []),
    ...(expected.outcome === 'rolled-back' ? differs('share of traffic at the end', '0', String(traffic.at(-1)?.green ?? 0)) : []),
  ];
}

const differs = (what: string, wanted: string, found: string): readonly string[] => (wanted === found ? [] : [`${what} is ${found}, expected ${wanted}`]);

function harmDiffers(expected: Expectation['harmed'], { total, byOperation }: Result['harmed']): readonly string[] {
  switch (expected.kind) {
    case 'any': return [];
    case 'some': return total > 0 ? [] : ['nobody was harmed, expected the harm to show'];
    case 'none': return total > 0 ? [`${total} customers were harmed, expected none`] : [];
    case 'only': {
      if (total === 0) return ['nobody was harmed, expected the harm to show'];
      const others = Object.keys(byOperation).filter((operation) => operation !== expected.operation);
      return others.length > 0 ? [`${others.join(', ')} failed too, expected only ${expected.operation}`] : [];
    }
  }
}

function missingSign(sign: Sign, { answers, requests, harmed, seconds, sessions, alarms, stoppedBy }: Omit<Result, 'asExpected'>): readonly string[] {
  const unless = (holds: boolean, otherwise: string): readonly string[] => (holds ? [] : [otherwise]);
  switch (sign.kind) {
    case 'slow-answers':
      return unless(answers.total > 0 && answers.slow >= (sign.percent / 100) * answers.total, `${answers.slow} of ${answers.total} answers of the release were slow, expected ${sign.percent} % at least`);
    case 'unlogged-answers': return unless(answers.unlogged > 0, 'every answer of the release is in its log, expected some to be missing');
    case 'sessions-refused': return unless((sessions?.refused ?? 0) > 0, 'nobody was refused a session, expected the limit of the role to show');
    case 'others-harmed': return unless(requests.failed > harmed.total, 'no customer of the release before was harmed, expected some');
    case 'alarm-raised': return unless(alarms.some(({ name }) => name.endsWith(`-${sign.alarm}`)), `the alarm ${sign.alarm} was never red`);
    case 'because': return unless(stoppedBy?.name.includes(sign.text) === true, `stopped because of ${JSON.stringify(stoppedBy?.name ?? 'nothing')}, expected a reason with ${JSON.stringify(sign.text)}`);
    case 'stopped-within': return unless((seconds.toStop ?? Infinity) <= toSeconds(sign.time), `stopped after ${seconds.toStop ?? 'never'} s, expected ${toSeconds(sign.time)} s at most`);
    case 'stopped-after': return unless((seconds.toStop ?? 0) >= toSeconds(sign.time), `stopped after ${seconds.toStop ?? 0} s, expected ${toSeconds(sign.time)} s at least`);
  }
}
