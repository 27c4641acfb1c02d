import { accepted, rejected, type Checked } from '../../checked';

export type Token =
  | { readonly kind: 'number'; readonly text: string; readonly at: number }
  | { readonly kind: 'text'; readonly text: string; readonly at: number }
  | { readonly kind: 'name'; readonly text: string; readonly at: number }
  | { readonly kind: 'sign'; readonly text: string; readonly at: number };

const forms = [
  /(?<number>\d+(?:\.\d+)?|\.\d+)/,
  /(?<name>[A-Za-z]\w*)/,
  /"(?<double>[^"]*)"/,
  /'(?<single>[^']*)'/,
  /(?<sign>==|!=|<=|>=|&&|\|\||[-+*/^<>()[\],])/,
].map(({ source }) => source);

/** The words and signs of an expression; `at` counts characters from 1, as an editor does. */
export function tokenise(source: string): Checked<readonly Token[]> {
  const tokens: Token[] = [];
  const matcher = new RegExp(`\\s*(?:${forms.join('|')})`, 'y');
  while (matcher.lastIndex < source.trimEnd().length) {
    const from = matcher.lastIndex;
    const found = matcher.exec(source);
    const token = found === null ? undefined : tokenOf(found.groups ?? {}, from + found[0].length);
    if (token === undefined) return rejected({ path: '', message: unreadable(source, from) });
    tokens.push(token);
  }
  return accepted(tokens);
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>, end: number): Token | undefined {
  const text = groups['double'] ?? groups['single'];
  if (text !== undefined) return { kind: 'text', text, at: end - text.length - 1 };
  for (const kind of ['number', 'name', 'sign'] as const) {
    const part = groups[kind];
    if (part !== undefined) return { kind, text: part, at: end - part.length + 1 };
  }
  return undefined;
}

function unreadable(source: string, from: number): string {
  const at = from + (source.slice(from).match(/^\s*/)?.[0].length ?? 0);
  return `has "${source.charAt(at)}" at character ${at + 1}, which is not part of metric math`;
}
