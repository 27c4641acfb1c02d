import { isEnd } from '../change';
import type { Rule } from '../finding';
import { allowed, beyond, denied, told } from '../../template/statements';
import { at } from '../../template/template';

/** Somebody may take on a role who could not before. */
export const trustWidened: Rule = ({ changes }) => changes.filter((change) => change.type === 'AWS::IAM::Role' && !isEnd(change)).flatMap((change) => {
  const property = 'AssumeRolePolicyDocument';
  const [old, young] = [change.before, change.after].map((role) => at(role, `Properties.${property}`));
  const more = [...beyond(allowed(young), allowed(old)), ...beyond(denied(old), denied(young))];
  return more.length === 0 ? [] : [{ change, property, what: `newly trusted: ${told(more)}` }];
});
