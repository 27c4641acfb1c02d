import { wallClock } from '../../edge/time/wall-clock';
import { plainText } from '../../report/plain-text';
import { standingReport } from '../../report/standing-report';
import { exits, type Host } from '../host';
import { operating } from '../operating';
import type { OperationOptions } from '../operation-options';
import { standingJson } from '../standing-json';

/** Says how a service stands. */
export async function statusCommand(options: OperationOptions, host: Host): Promise<number> {
  return operating(options, host, async (service) => {
    const standing = await service.standing(wallClock.now());
    host.out(options.json ? `${JSON.stringify(standingJson(standing))}\n` : plainText(standingReport(standing), { width: host.width }));
    return exits.asExpected;
  });
}
