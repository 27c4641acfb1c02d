import type { Block } from './block';

export interface Look {
  /** Columns of the terminal. */
  readonly width: number;
}

/** Blocks for a terminal. */
export function plainText(blocks: readonly Block[], { width }: Look): string {
  return `${blocks.map((one) => block(one, width)).join('\n\n')}\n`;
}

function block(one: Block, width: number): string {
  switch (one.kind) {
    case 'heading': return one.level === 1 ? `${one.text}\n${'='.repeat(Math.min(width, one.text.length))}` : one.text;
    case 'paragraph': return wrap(one.text, width).join('\n');
    case 'list': return one.items.map((item) => wrap(item, width - 2).map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`)).join('\n')).join('\n');
    case 'facts': {
      const column = Math.max(...one.rows.map(([name]) => name.length));
      return one.rows.map(([name, value]) => wrap(value, width - column - 2).map((line, index) => `${(index === 0 ? name : '').padEnd(column)}  ${line}`).join('\n')).join('\n');
    }
    case 'folded': return [one.title, ...one.blocks.map((inner) => block(inner, width))].join('\n\n');
    case 'table': return table(one);
  }
}

function table({ head, rows, align }: Extract<Block, { kind: 'table' }>): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((cells) => (cells[column] ?? '').length)));
  const line = (cells: readonly string[]): string => cells
    .map((cell, column) => (align[column] === 'right' ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join('  ').trimEnd();
  return [line(head), widths.map((one) => '-'.repeat(one)).join('  '), ...rows.map(line)].join('\n');
}

/** Breaks a text at blanks; a word that is longer than a line has a line of its own. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
