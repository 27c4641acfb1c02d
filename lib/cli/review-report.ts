import type { Approval } from '../core/review/approval';
import type { Change } from '../core/review/change';
import type { Finding, FindingClass } from '../core/review/finding';
import type { Review } from '../core/review/review';
import type { Risk } from '../core/review/risk';
import { shown } from '../core/review/see';
import type { Block } from '../report/block';

/** How a value out of a template is set off from the words around it. */
export type Quote = (text: string) => string;

/** For a terminal: as it is. */
export const plainly: Quote = (text) => text;
/** For Markdown: as code, so that `*` and `<` stay what they are. */
export const asCode: Quote = (text) => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);

const classes: Readonly<Record<FindingClass, string>> = {
  'both-axes': 'Both axes', 'data-loss': 'Data loss', downtime: 'Downtime', access: 'Access', 'safety-net': 'Safety net', capacity: 'Capacity', cost: 'Cost',
};

const verdicts: Readonly<Record<Risk, string>> = {
  none: 'Nothing changes.', review: 'Nothing was found but that it has to be read.', protection: 'Something that keeps harm away becomes weaker.',
  downtime: 'Customers may be refused.', 'data-loss': 'Something may be gone for good.', refused: 'Refused: nobody can approve it as it is.',
};

/** The verdict first, then what a reviewer must look at, and folded away everything that changes. */
export function reviewReport({ risk, approval, findings, changes }: Review, quote: Quote, rehearsed: readonly Block[] = []): readonly Block[] {
  if (risk === 'none') return [{ kind: 'heading', level: 1, text: 'Review: nothing changes' }, { kind: 'paragraph', text: 'The two assemblies say the same to AWS.' }];
  const stacks = [...new Set(changes.map(({ stack }) => stack.id))];
  const rules = [...new Set(findings.map(({ rule, risk: level }) => `${level} ${rule}`))];
  return [
    { kind: 'heading', level: 1, text: `Review: ${risk}` },
    { kind: 'paragraph', text: `${verdicts[risk]} ${approvalText(approval)}` },
    { kind: 'paragraph', text: `${counted(changes.length, 'change')} in ${stacks.join(', ')}; ${counted(findings.length, 'finding')}.` },
    ...rules.flatMap((rule) => section(findings.filter((finding) => `${finding.risk} ${finding.rule}` === rule), quote)),
    ...rehearsed,
    { kind: 'folded', title: `Everything that changes (${changes.length})`, blocks: [changed(changes, quote)] },
  ];
}

export function approvalText(approval: Approval): string {
  switch (approval.kind) {
    case 'nobody': return 'Nobody has to approve it.';
    case 'refused': return 'Split it as said below.';
    case 'people': {
      const { people, among } = approval;
      const who = among.map((one) => `${/^[aeiou]/.test(one) ? 'an' : 'a'} ${one}`);
      const others = people === 1 ? 'One person who did not write it has to approve it' : `${people} people who did not write it have to approve it`;
      return `${others}${who.length === 0 ? '' : people === 1 ? `, and has to be ${who.join()}` : `, among them ${[who.slice(0, -1).join(', '), ...who.slice(-1)].filter((words) => words !== '').join(' and ')}`}.`;
    }
  }
}

/** From so many on the rest is folded away: who has read these has understood. */
const atOnce = 8;

function section(found: readonly Finding[], quote: Quote): readonly Block[] {
  const [first] = found;
  if (first === undefined) return [];
  const items = found.map(({ what, where: { stack, path } }) => `${quote(path.startsWith(stack) ? path : `${stack}/${path}`)}: ${quote(what)}`);
  const reasons = [...new Set(found.map(({ why }) => why))];
  return [
    { kind: 'heading', level: 2, text: `${classes[first.class]}: ${first.title} (${first.risk})` },
    { kind: 'list', items: items.slice(0, atOnce) },
    ...(items.length > atOnce ? [{ kind: 'folded', title: `and ${items.length - atOnce} more`, blocks: [{ kind: 'list', items: items.slice(atOnce) }] } as const] : []),
    // Not as a list: in Markdown it would run into the one before.
    { kind: 'paragraph', text: `Why it matters: ${reasons.join('; ')}.` },
    { kind: 'paragraph', text: `What to do: ${first.ask}.` },
    { kind: 'paragraph', text: `Who approves: ${first.risk === 'refused' ? 'nobody' : first.approver ?? 'whoever reads it'}.` },
  ];
}

function changed(changes: readonly Change[], quote: Quote): Block {
  return {
    kind: 'list',
    items: changes.map(({ stack, path, type, fate, differences }) => {
      const places = differences.map(({ path: place, before, after }) => quote(`${place}: ${brief(before)} becomes ${brief(after)}`));
      return `${quote(path.startsWith(stack.id) ? path : `${stack.id}/${path}`)} (${type}) is ${fate.replace('-', ' ')}${places.length === 0 ? '' : `: ${places.join('; ')}`}`;
    }),
  };
}

function brief(value: unknown): string {
  const text = shown(value).replaceAll('\n', ' ');
  return text.length <= 60 ? text : `${text.slice(0, 56)} ...`;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
