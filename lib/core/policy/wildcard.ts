/** Whether a text has the form of a pattern in which `*` stands for any characters and `?` for one. Case matters. */
export function fits(pattern: string, text: string): boolean {
  // The usual greedy walk: where it fails, the last star takes one character more.
  let [at, from, star, mark] = [0, 0, -1, 0];
  while (from < text.length) {
    if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[from]) && pattern[at] !== '*') {
      at += 1;
      from += 1;
    } else if (pattern[at] === '*') {
      star = at;
      mark = from;
      at += 1;
    } else if (star >= 0) {
      at = star + 1;
      mark += 1;
      from = mark;
    } else return false;
  }
  return [...pattern.slice(at)].every((character) => character === '*');
}

/** Whether an action has the form of a pattern. Case does not matter (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html). */
export const fitsAction = (pattern: string, action: string): boolean => fits(pattern.toLowerCase(), action.toLowerCase());

/**
 * Whether an ARN has the form of a pattern. Its six parts are compared one by one, so that no `*` reaches over a colon but in
 * the last (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN).
 */
export function fitsArn(pattern: string, arn: string): boolean {
  if (pattern === '*') return true;
  const [wanted, given] = [partsOf(pattern), partsOf(arn)];
  return wanted.length === given.length && wanted.every((part, index) => fits(part, given[index] ?? ''));
}

function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
