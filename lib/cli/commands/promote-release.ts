import type { SignedEntry } from '../../core/ledger/fact';
import { promotion } from '../../core/ledger/promotion';
import { proofsBy } from '../../edge/aws/ledger/keys';
import { stageLedger } from '../../edge/aws/ledger/stage-ledger';
import { wallClock } from '../../edge/time/wall-clock';
import type { Host } from '../host';
import type { PromoteOptions } from '../ledger-options';
import { explained } from '../operating';
import { refuse, said } from '../said';
import { keysFor } from './verify-releases';

/** Takes a release over from the stage in which it has baked, with that stage's signed word; ends with 1 when it may not. */
export async function promoteReleaseCommand({ stage, service, release, from, fromProfile, json }: PromoteOptions, host: Host): Promise<number> {
  return explained(host, async () => {
    const there = stageLedger({ stage: from, service }, fromProfile === undefined ? {} : { profile: fromProfile });
    const here = stageLedger({ stage, service });
    const [theirs, ours] = await Promise.all([there.entries(), here.entries()]);
    const keys = new Map([...await keysFor(here, ours, fromProfile), ...await keysFor(there, theirs, undefined)]);
    const answer = promotion(release, { stage: from, service, chain: theirs }, { stage, service, chain: ours }, proofsBy(keys));
    if (answer.kind === 'may-not') return refuse(`${release} was not promoted to ${stage}`, answer.reasons, json ? { release, stage, service } : undefined, host);
    const entries: SignedEntry[] = [];
    for (const fact of answer.facts) entries.push(await here.say(fact, wallClock.now()));
    return said({ release, stage, service, entries, text: `${release} may be deployed in ${stage}: it has baked in ${from} (entry ${entries.at(-1)?.entry.sequence ?? 0})` }, json, host);
  });
}
