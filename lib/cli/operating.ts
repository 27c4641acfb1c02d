import { operatedService, type OperatedService } from '../edge/aws/operated-service';
import { Trouble, troubleIn } from '../edge/aws/trouble';
import { exits, type Host } from './host';
import type { OperationOptions } from './operation-options';
import { UsageError } from './usage-error';

/** Works on a service where the environment leads: AWS, or the region that `changeover region` serves. What AWS refuses ends with one message. */
export const operating = (asked: Pick<OperationOptions, 'stage' | 'service'>, host: Host, work: (service: OperatedService) => Promise<number>): Promise<number> =>
  explained(host, async () => work(await operatedService(asked)));

/** Asks AWS; what it refuses ends with one message. */
export async function explained(host: Host, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (thrown) {
    const trouble = troubleIn(thrown);
    if (trouble === undefined) throw thrown;
    if (trouble.kind === 'asked') throw new UsageError([trouble.message]);
    host.err(`${trouble.message}\n`);
    return exits.world;
  }
}

/** There is nothing to look at or to wait for. */
export const nothingYet = ({ stage, service }: Pick<OperationOptions, 'stage' | 'service'>): Trouble => new Trouble('asked', `nothing has been released of ${service} in ${stage} yet: it runs the placeholder`);
