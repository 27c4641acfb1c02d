import { spell } from '../../core/checked';
import { narrowBootstrap } from '../../core/delivery/narrow-bootstrap';
import { showBootstrap } from '../../edge/bootstrap/show-bootstrap';
import { exits, type Host } from '../host';
import { UsageError } from '../usage-error';

/** Prints CDK's bootstrap template for an account that only the pipeline of a stage deploys to: JSON, which `cdk bootstrap --template` reads. */
export async function bootstrapTemplateCommand({ stage = 'production' }: { readonly stage?: string }, host: Host): Promise<number> {
  if (!/^[a-z][a-z0-9]{1,11}$/.test(stage)) throw new UsageError([`--stage must name a stage, such as production, got ${JSON.stringify(stage)}`]);
  const narrowed = narrowBootstrap(await showBootstrap(), stage);
  if (narrowed.ok) {
    host.out(`${JSON.stringify(narrowed.value, null, 2)}\n`);
    return exits.asExpected;
  }
  host.err("CDK's bootstrap template is not the one that is known here, and is not changed:\n");
  for (const problem of narrowed.problems) host.err(`  ${spell(problem)}\n`);
  return exits.no;
}
