import { historyOf } from '../../core/ledger/history';
import type { SignedEntry } from '../../core/ledger/fact';
import { stageLedger } from '../../edge/aws/ledger/stage-ledger';
import { plainText } from '../../report/plain-text';
import { releasesReport } from '../../report/releases-report';
import { exits, type Host } from '../host';
import type { LedgerOptions } from '../ledger-options';
import { explained } from '../operating';
import { releasesJson } from '../releases-json';

/** Says what became of every release of a service. */
export async function releasesCommand({ stage, service, json }: LedgerOptions, host: Host): Promise<number> {
  return explained(host, async () => {
    const chain = await stageLedger({ stage, service }).entries();
    const view = { stage, service, history: historyOf(chain), head: headText(chain) };
    host.out(json ? `${JSON.stringify(releasesJson(view))}\n` : plainText(releasesReport(view), { width: host.width }));
    return exits.asExpected;
  });
}

/** The newest entry, as `--head` takes it. */
export function headText(chain: readonly SignedEntry[]): string | undefined {
  const last = chain.at(-1);
  return last === undefined ? undefined : `${last.entry.sequence}:${last.hash}`;
}
