import type { Trial } from './trial';

/** What became of one removal. */
export type Verdict =
  /** It was noticed, and whoever reads the message knows what is missing. */
  | { readonly kind: 'named'; readonly message: string }
  /** It was noticed, and the message leaves one to search. */
  | { readonly kind: 'unnamed'; readonly message: string }
  | { readonly kind: 'survived' };

/** @param names any of which tells what was taken away */
export function verdictOn({ failure, refusals }: Pick<Trial, 'failure' | 'refusals'>, names: readonly string[]): Verdict {
  const said = [...(failure === undefined ? [] : [failure]), ...refusals];
  const [first] = said;
  if (first === undefined) return { kind: 'survived' };
  const naming = said.find((text) => names.some((name) => text.toLowerCase().includes(name.toLowerCase())));
  return naming === undefined ? { kind: 'unnamed', message: first } : { kind: 'named', message: naming };
}
