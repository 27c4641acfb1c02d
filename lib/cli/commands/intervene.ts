import { propose, type Intervention } from '../../core/standing/interventions';
import type { OperatedService } from '../../edge/aws/operated-service';
import { Trouble } from '../../edge/aws/trouble';
import { wallClock } from '../../edge/time/wall-clock';
import { confirmed } from '../confirmed';
import { exits, type Host } from '../host';
import { operating } from '../operating';
import type { OperationOptions } from '../operation-options';
import { untilEnded } from './wait';

/** Stops a deployment, lets it go on, or ends its bake, once somebody has read what that does. */
export async function interveneCommand(intervention: Intervention, options: OperationOptions, host: Host): Promise<number> {
  return operating(options, host, async (service) => {
    const standing = await service.standing(wallClock.now());
    const proposal = propose(intervention, standing);
    if (proposal.kind === 'impossible') throw new Trouble('asked', proposal.why);
    const { deployment: { id }, effect } = proposal;
    if (options.deployment !== undefined && options.deployment !== id) throw new Trouble('asked', `${options.deployment} does not run: ${id} does`);
    host.err(`in ${options.stage}, this ${effect}\n`);
    if (!options.yes && !await confirmed(host)) return exits.no;
    return perform(intervention, service, id, options, host);
  });
}

async function perform(intervention: Intervention, service: OperatedService, id: string, options: OperationOptions, host: Host): Promise<number> {
  switch (intervention) {
    case 'stop': {
      await service.stop(id);
      // What is taken back did not keep its customers: that is what was asked for.
      const ended = await untilEnded(service, id, options, host);
      const after = await service.deployment(id);
      return ended === exits.no && after?.phase.at === 'ended' && after.phase.rollback.kind !== 'failed' ? exits.asExpected : exits.no;
    }
    case 'continue': {
      await service.continue(id, 'READY_WAIT');
      host.out(`deployment ${id} goes on; changeover wait tells its end\n`);
      return exits.asExpected;
    }
    case 'end-bake': {
      await service.continue(id, 'TERMINATION_WAIT');
      return untilEnded(service, id, options, host);
    }
  }
}
