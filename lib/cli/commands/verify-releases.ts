import { spell } from '../../core/checked';
import type { SignedEntry } from '../../core/ledger/fact';
import { verify, type LedgerFinding } from '../../core/ledger/verify';
import { keyName } from '../../core/ledger/proofs';
import { proofsBy, type PublicKeys } from '../../edge/aws/ledger/keys';
import { stageLedger, vouchersIn, type StageLedger } from '../../edge/aws/ledger/stage-ledger';
import { exits, type Host } from '../host';
import type { LedgerOptions } from '../ledger-options';
import { explained } from '../operating';
import { verifiedJson, type Verified } from '../releases-json';
import { headText } from './releases';

/** Says whether a ledger is as it was written; ends with 1 when it is not. */
export async function verifyReleasesCommand(options: LedgerOptions, host: Host): Promise<number> {
  return explained(host, async () => {
    const { stage, service, head, fromProfile, json } = options;
    const ledger = stageLedger({ stage, service });
    const read = await ledger.read();
    if (!read.ok) {
      const findings = read.problems.map((problem): LedgerFinding => ({ damage: 'changed', sequence: Number(/^entry (\d+)/.exec(problem.path)?.[1] ?? 0), release: undefined, said: spell(problem) }));
      return tell({ stage, service, entries: 0, head: undefined, findings, unchecked: [] }, json, host);
    }
    const chain = read.value;
    const keys = await keysFor(ledger, chain, fromProfile);
    const findings = verify(chain, { stage, service, proofs: proofsBy(keys), head });
    return tell({ stage, service, entries: chain.length, head: headText(chain), findings, unchecked: unchecked(chain, keys) }, json, host);
  });
}

/** Why nothing may be built on a ledger: nothing, when it holds together. */
export async function damageOf(ledger: StageLedger, chain: readonly SignedEntry[], profile: string | undefined): Promise<readonly string[]> {
  const { stage, service } = ledger;
  const found = verify(chain, { stage, service, proofs: proofsBy(await keysFor(ledger, chain, profile)) });
  return found.map(({ said }) => `the ledger of ${service} in ${stage} does not hold together: ${said}; look at changeover releases verify --stage ${stage}`);
}

/** The stage's own keys, and those of the stages whose verdicts it holds, as far as they can be read. */
export async function keysFor(ledger: StageLedger, chain: readonly SignedEntry[], profile: string | undefined): Promise<PublicKeys> {
  const others = vouchersIn(chain);
  const own = await ledger.keys(profile === undefined ? others : []);
  if (profile === undefined) return own;
  const theirs = await Promise.all(others.map(({ stage }) => stageLedger({ stage, service: ledger.service }, { profile }).keys([])));
  return new Map([...theirs.flatMap((keys) => [...keys]), ...own]);
}

function unchecked(chain: readonly SignedEntry[], keys: PublicKeys): readonly string[] {
  return vouchersIn(chain).filter((owner) => !keys.has(keyName(owner))).map(({ stage }) => stage);
}

function tell(verified: Verified, json: boolean, host: Host): number {
  const { stage, service, entries, head, findings, unchecked: stages } = verified;
  if (json) host.out(`${JSON.stringify(verifiedJson(verified))}\n`);
  else if (findings.length === 0) host.out(`the ledger of ${service} in ${stage} holds together: ${entries} entr${entries === 1 ? 'y' : 'ies'}${head === undefined ? '' : `, head ${head}`}\n`);
  else host.out(`the ledger of ${service} in ${stage} does not hold together:\n${findings.map(({ said }) => `- ${said}\n`).join('')}`);
  for (const one of stages) host.err(`the verdicts of ${one} in it were not checked, for its key cannot be read with these credentials: --from-profile names others\n`);
  return findings.length === 0 ? exits.asExpected : exits.no;
}
