import type { Block } from './block';

/** Blocks as GitHub-flavoured Markdown. */
export function markdown(blocks: readonly Block[]): string {
  return `${blocks.map(block).join('\n\n')}\n`;
}

function block(one: Block): string {
  switch (one.kind) {
    case 'heading': return `${'#'.repeat(one.level)} ${one.text}`;
    case 'paragraph': return one.text;
    case 'list': return one.items.map((item) => `- ${item}`).join('\n');
    case 'facts': return one.rows.map(([name, value]) => `- **${name}:** ${value}`).join('\n');
    case 'folded': return `<details>\n<summary>${one.title}</summary>\n\n${one.blocks.map(block).join('\n\n')}\n\n</details>`;
    case 'table': {
      const rules = one.head.map((_, column) => (one.align[column] === 'right' ? '---:' : '---'));
      return [one.head, rules, ...one.rows].map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
    }
  }
}
