import type { Host } from './host';
import { UsageError } from './usage-error';

/** Asks whoever watches whether what was said is to be done. @throws UsageError where nobody can be asked */
export async function confirmed(host: Host): Promise<boolean> {
  if (!host.interactive) throw new UsageError(['--yes must be given where nobody can be asked']);
  const answer = (await host.ask('Type yes to do it: ')).trim();
  if (answer === 'yes') return true;
  host.err('nothing was done\n');
  return false;
}
