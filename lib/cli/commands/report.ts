import { changedBetween } from '../../core/story/changed';
import { stageLedger } from '../../edge/aws/ledger/stage-ledger';
import { readStory } from '../../edge/aws/read-story';
import { troubleIn } from '../../edge/aws/trouble';
import { wallClock } from '../../edge/time/wall-clock';
import { markdown } from '../../report/markdown';
import { plainText } from '../../report/plain-text';
import { storyReport } from '../../report/story-report';
import { exits, type Host } from '../host';
import { nothingYet, operating } from '../operating';
import type { ReportOptions } from '../report-options';
import { storyJson } from '../story-json';

/** Says what became of a deployment, and what to do next. */
export async function reportCommand({ stage, service, deployment: id, format }: ReportOptions, host: Host): Promise<number> {
  return operating({ stage, service }, host, async (operated) => {
    const deployment = await operated.deployment(id);
    if (deployment === undefined) throw nothingYet({ stage, service });
    const story = await readStory(operated.found, deployment, wallClock.now(), async (release, before) => {
      try {
        return changedBetween(await stageLedger({ stage, service }).entries(), release, before);
      } catch (cause) {
        // A report has to be had also where there is no ledger, or none that can be read.
        const trouble = troubleIn(cause);
        if (trouble === undefined) throw cause;
        return { kind: 'unknown', why: trouble.message };
      }
    });
    if (format === 'json') host.out(`${JSON.stringify(storyJson(story), null, 2)}\n`);
    else host.out(format === 'markdown' ? markdown(storyReport(story)) : plainText(storyReport(story), { width: host.width }));
    return exits.asExpected;
  });
}
