import { stackType } from '../change';
import type { Rule } from '../finding';

/** A finding of a rule pack that is accepted from now on, or for another reason. */
export const checkAcknowledged: Rule = ({ changes }) => changes.filter(({ type }) => type === stackType).flatMap((change) =>
  change.differences.filter(({ path, after }) => path.startsWith('Acknowledged') && after !== undefined).map(({ path, after }) => ({
    change, property: path, what: `${path.replace(/^Acknowledged\.?/, '')} is acknowledged, because: ${typeof after === 'string' ? after : JSON.stringify(after)}`,
  })));
