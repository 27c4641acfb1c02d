import { grantsOf, type Grant } from '../../core/policy/grant';
import type { Decision } from '../../core/policy/decide';
import { refusalText } from '../../core/policy/refusal';
import type { AccessRequest } from '../../core/policy/request';

/** What the judgements so far prove about the policies: which of their grants were needed, and what was refused. */
export class Evidence {
  /** Grants that alone allowed something: without one of these, something that happened would have been refused. */
  readonly needed = new Set<Grant>();
  /** In AWS's words, each once. */
  readonly refusals = new Set<string>();

  take(request: AccessRequest, decision: Decision): void {
    if (!decision.allowed) {
      this.refusals.add(refusalText(request, decision));
      return;
    }
    // Whatever a statement or a pattern beside it allows as well is needed in neither.
    const [only, ...more] = decision.by.flatMap((statement) => grantsOf(statement, request.action));
    if (only !== undefined && more.length === 0) this.needed.add(only);
  }
}
