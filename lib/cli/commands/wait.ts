import type { StandingDeployment } from '../../core/standing/standing';
import { verdictOn } from '../../core/standing/verdict';
import type { Clock } from '../../core/time';
import type { Millis } from '../../core/units';
import type { OperatedService } from '../../edge/aws/operated-service';
import { troubleIn } from '../../edge/aws/trouble';
import { wallClock } from '../../edge/time/wall-clock';
import { exits, type Host } from '../host';
import { nothingYet, operating } from '../operating';
import type { OperationOptions } from '../operation-options';
import { deploymentJson } from '../standing-json';

/** A network that is away for longer than these looks is told. */
const MOST_FAILURES = 12;

/** Waits until a deployment has ended, its bake included; ends with 1 when it did not keep its customers. */
export async function waitCommand(options: OperationOptions, host: Host): Promise<number> {
  return operating(options, host, async (service) => {
    const first = await service.deployment(options.deployment);
    if (first === undefined) throw nothingYet(options);
    // Whoever waits without a name means the release, and not what takes it back.
    const id = options.deployment === undefined ? first.takesBack ?? first.id : first.id;
    return untilEnded(service, id, options, host);
  });
}

/** Follows one deployment, and says every step once. */
export async function untilEnded(service: Pick<OperatedService, 'deployment'>, id: string, { json, every }: Pick<OperationOptions, 'json' | 'every'>, host: Host, clock: Clock = wallClock): Promise<number> {
  let said = '';
  for (;;) {
    const deployment = await patiently(() => service.deployment(id), every, host, clock);
    if (deployment === undefined) throw new Error(`${id} is gone`);
    const step = stepOf(deployment);
    if (step !== said) host.err(`${step}\n`);
    said = step;
    const verdict = verdictOn(deployment);
    if (verdict !== undefined) {
      host.out(json ? `${JSON.stringify({ promoted: verdict.promoted, said: verdict.said, deployment: deploymentJson(deployment) })}\n` : `${verdict.said}\n`);
      return verdict.promoted ? exits.asExpected : exits.no;
    }
    await clock.sleep(every, host.signal);
  }
}

/** A connection that breaks says nothing about the deployment, which goes on without anybody watching. */
async function patiently<T>(ask: () => Promise<T>, every: Millis, host: Host, clock: Clock): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await ask();
    } catch (cause) {
      const trouble = troubleIn(cause);
      if (trouble === undefined || !trouble.passing || failures === MOST_FAILURES) throw cause;
      host.err(`${trouble.message}; asking again\n`);
      await clock.sleep(every, host.signal);
    }
  }
}

function stepOf({ id, phase }: StandingDeployment): string {
  switch (phase.at) {
    case 'event': return `${id}: ${phase.event}`;
    case 'beginning': return `${id}: beginning`;
    case 'ready': return `${id}: waits for changeover continue`;
    case 'baking': return `${id}: has all customers, bakes`;
    case 'promoted': return `${id}: ended well`;
    case 'ended': return `${id}: ${phase.because}; rollback: ${phase.rollback.kind}`;
  }
}
