import type { Context } from 'hono';
import { Refusal } from './refusal';

/** The shop that belongs to probes. Its members' points are nobody's money. */
const PROBE_SHOP = 'probe';

/**
 * Whether a request is a probe, which no figure about customers may count.
 *
 * The shop decides and not the header, which a customer could send to stay out of the alarms; the header has to be there
 * too, so that a customer who came upon the name gets no further.
 *
 * @throws Refusal for the probes' shop without the probes' header
 */
export function isSynthetic(context: Context, shopId: string): boolean {
  if (shopId !== PROBE_SHOP) return false;
  if (context.req.header('x-changeover-synthetic') === 'probe') return true;
  throw new Refusal(403, 'reserved-shop', 'this shop belongs to synthetic traffic, which carries the header x-changeover-synthetic: probe');
}
