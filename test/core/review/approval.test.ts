import { approvalFor } from '../../../lib/core/review/approval';
import type { Approver, Finding } from '../../../lib/core/review/finding';
import type { Risk } from '../../../lib/core/review/risk';

const finding = (risk: Risk, approver: Approver | null): Finding => ({ class: 'downtime', rule: 'a-rule', title: 'something', risk, where: { stack: 's', path: 'p', logicalId: 'l', property: null }, what: '', why: '', ask: '', approver });

test('nothing needs nobody', () => expect(approvalFor('none', [])).toEqual({ kind: 'nobody' }));

test('the smallest change needs one other person, whoever it is', () => {
  expect(approvalFor('review', [])).toEqual({ kind: 'people', people: 1, among: [] });
  expect(approvalFor('review', [finding('review', 'service owner')])).toEqual({ kind: 'people', people: 1, among: [] });
});

test('risk raises who, and how many', () => {
  expect(approvalFor('protection', [finding('protection', 'security')])).toEqual({ kind: 'people', people: 1, among: ['security'] });
  expect(approvalFor('downtime', [finding('downtime', 'service owner')])).toEqual({ kind: 'people', people: 2, among: ['service owner'] });
  expect(approvalFor('data-loss', [finding('data-loss', 'data owner'), finding('downtime', 'service owner'), finding('protection', 'security'), finding('protection', 'security')]))
    .toEqual({ kind: 'people', people: 3, among: ['data owner', 'service owner', 'security'] });
});

test('what is refused nobody can approve', () => expect(approvalFor('refused', [finding('refused', null), finding('downtime', 'service owner')])).toEqual({ kind: 'refused' }));
