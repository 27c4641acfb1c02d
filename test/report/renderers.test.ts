import { plainText, wrap } from '../../lib/report/plain-text';
import { markdown } from '../../lib/report/markdown';
import type { Block } from '../../lib/report/block';

const blocks: readonly Block[] = [
  { kind: 'heading', level: 1, text: 'Rehearsal' },
  { kind: 'paragraph', text: 'A sentence that is rather longer than a narrow terminal is wide.' },
  { kind: 'table', head: ['release', 'harmed'], align: ['left', 'right'], rows: [['outage', '0'], ['outage-alarms', '51']] },
  { kind: 'facts', rows: [['outcome', 'refused by hook'], ['seed', '1']] },
  { kind: 'list', items: ['one', 'a | b'] },
];

test('as text it fits the width, with numbers to the right', () => {
  expect(plainText(blocks, { width: 30 })).toBe(`Rehearsal
=========

A sentence that is rather
longer than a narrow terminal
is wide.

release        harmed
-------------  ------
outage              0
outage-alarms      51

outcome  refused by hook
seed     1

- one
- a | b
`);
});

test('as Markdown it is what GitHub renders', () => {
  expect(markdown(blocks)).toBe(`# Rehearsal

A sentence that is rather longer than a narrow terminal is wide.

| release | harmed |
| --- | ---: |
| outage | 0 |
| outage-alarms | 51 |

- **outcome:** refused by hook
- **seed:** 1

- one
- a | b
`);
});

test('a word that is longer than a line has a line of its own', () => {
  expect(wrap('a verylongwordindeed b', 8)).toEqual(['a', 'verylongwordindeed', 'b']);
});
