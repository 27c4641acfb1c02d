import { together } from '../../../lib/core/evidence/findings';
import type { Operation } from '../../../lib/core/operation/operation';
import { millis, seconds } from '../../../lib/core/units';
import { awsJson } from '../../shared/aws-json';
import { pause } from '../../shared/pause';
import { readEnvironment } from '../../shared/read-environment';
import { goesOn } from '../goes-on';
import { offeredBy } from '../green';
import { hookHandler } from '../hook-handler';
import { ownLog } from '../own-log';
import { logRecord } from '../tell';
import { judgeLogOf, provoke, type LogPorts } from './check-log';
import { greenLog } from './green-log';
import { judgePatiently } from './judge-patiently';
import { judgeRelease, type ProbePorts } from './judge-release';
import { primary } from './primary';
import { prober, refused } from './send';

/** The contract's operations and its proof, which is empty where nothing is written, put in when the function is bundled: a JSON text. */
declare const OPERATIONS: string;

/** Of the time that the function has: for a look that has begun, for the log, and for telling the verdict. */
const KEPT_BACK = seconds(120);

/** AfterAllowTestTraffic: every operation alone and together with the others, every write proven on the primary, and a log that says why. */
export const handler = hookHandler(async (deploymentId, known, context, signal) => {
  const environment = readEnvironment(process.env, ['TEST_URL', 'SERVER_NAME', 'LANES', 'CLUSTER', 'SERVICE']);
  const { operations, proof } = JSON.parse(OPERATIONS) as { readonly operations: readonly Operation[]; readonly proof: string };
  const clients = { ...known, logs: awsJson({ name: 'logs', target: 'Logs_20140328' }) };
  const target = { url: environment.TEST_URL, serverName: environment.SERVER_NAME };
  const offered = await offeredBy(deploymentId, clients);
  const logPorts: LogPorts = {
    ...ownLog(context, clients.logs),
    send: refused(target), wait: pause,
    linesWith: greenLog(deploymentId, offered, clients, { cluster: environment.CLUSTER, service: environment.SERVICE }),
  };
  const probePorts: ProbePorts = { send: prober(target), primary: proof === '' ? undefined : primaryOfEnvironment(proof), goesOn: () => goesOn(deploymentId, clients.codedeploy), log: logRecord };
  const probed = await judgePatiently(deploymentId, {
    ...logPorts,
    look: (run) => judgeRelease(run, { release: offered.release, operations, lanes: Number(environment.LANES) }, probePorts, signal),
    left: () => millis(context.getRemainingTimeInMillis() - KEPT_BACK),
  }, signal);
  // What is refused already needs no minute of patience.
  if (probed.verdict !== 'passed') return probed;
  // After the probes: what a build says about its first requests it may not say of later ones.
  const provoked = await provoke(deploymentId, operations, logPorts, signal);
  return together([probed, await judgeLogOf(provoked, offered.release, logPorts, signal)]);
});

function primaryOfEnvironment(proof: string): ReturnType<typeof primary> {
  const { PROBER_HOST, PROBER_PORT, PROBER_USER, DATABASE, AWS_REGION } = readEnvironment(process.env, ['PROBER_HOST', 'PROBER_PORT', 'PROBER_USER', 'DATABASE', 'AWS_REGION']);
  return primary({ host: PROBER_HOST, port: Number(PROBER_PORT), user: PROBER_USER, database: DATABASE, region: AWS_REGION }, proof);
}
