/** A report is a list of blocks; what it looks like is for the renderers. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [string, string])[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[]; readonly align: readonly ('left' | 'right')[] }
  /** What only somebody who wants to know more will open; where nothing can be opened it stands there. */
  | { readonly kind: 'folded'; readonly title: string; readonly blocks: readonly Block[] };
