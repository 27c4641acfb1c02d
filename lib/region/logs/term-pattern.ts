import { invalid, type FilterPattern } from './pattern';

const TERM = /\s*([-?]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/gy;

/**
 * Terms that an event must contain, case and all; with `-` before a term, must not contain; with `?`, of which it must contain one.
 *
 * An empty pattern matches everything. What is not a word stands in double quotes.
 */
export function termPattern(pattern: string): FilterPattern {
  const terms = read(pattern);
  const of = (mark: string): readonly string[] => terms.filter((term) => term.mark === mark).map(({ text }) => text);
  const [required, excluded, optional] = [of(''), of('-'), of('?')];
  if (optional.length > 0 && optional.length < terms.length) return invalid('Invalid metric filter pattern: ? cannot be combined with other terms');
  return {
    isJson: false,
    matches: (message) => required.every((term) => message.includes(term)) && !excluded.some((term) => message.includes(term))
      && (optional.length === 0 || optional.some((term) => message.includes(term))),
  };
}

function read(pattern: string): readonly { readonly mark: string; readonly text: string }[] {
  const terms: { mark: string; text: string }[] = [];
  TERM.lastIndex = 0;
  let end = 0;
  for (let match = TERM.exec(pattern); match !== null; match = TERM.exec(pattern)) {
    const [, mark = '', quoted, word] = match;
    if (word !== undefined && !/^\w+$/.test(word)) return invalid(`Invalid metric filter pattern: ${word} must stand in double quotes`);
    terms.push({ mark, text: quoted?.replace(/\\(.)/g, '$1') ?? word ?? '' });
    end = TERM.lastIndex;
  }
  return pattern.slice(end).trim() === '' ? terms : invalid(`Invalid metric filter pattern: ${pattern.slice(end).trim()} is no term`);
}
