/** What a person should never read: the engine's own words, a stack, an object that nobody spelt out. */
const UNCLEAR = /\b(TypeError|ReferenceError|RangeError|AssertionError)\b|is not a function|is not iterable|Cannot (read|set|convert|destructure|use|mix)|\[object |^\s+at .+:\d+:\d+|undefined|NaN|Maximum call stack|Invalid (array|string) length|circular structure/m;
const LONGEST = 4_000;

/** What is unclear about the words in which something was refused; nothing when they are clear. */
export function unclearIn(said: readonly string[]): string | undefined {
  if (said.length === 0 || said.some((one) => one.trim() === '')) return 'nothing was said';
  // What was written by whoever sent it is shown in quotes.
  const own = said.map((one) => one.replaceAll(/"(?:[^"\\]|\\.)*"?/g, '""'));
  const unclear = own.find((one) => UNCLEAR.test(one));
  if (unclear !== undefined) return `it says: ${unclear}`;
  const broken = said.find((one) => one.includes('\n'));
  if (broken !== undefined) return `it says more than one line: ${JSON.stringify(broken)}`;
  const long = said.find((one) => one.length > LONGEST);
  return long === undefined ? undefined : `it says ${long.length} letters`;
}
