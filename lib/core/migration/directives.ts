import { accepted, type Checked, type Problem } from '../checked';

/** What a migration says about itself before its first statement, in comments that begin with `-- changeover:`. */
export interface Directives {
  readonly shape: 'expand' | 'contract';
  /** The runner gives it no transaction. */
  readonly alone: boolean;
}

const DIRECTIVE = /^--\s*changeover:\s*(.*?)\s*$/;
/** The first release that does not need the old shape any more. */
const CONTRACT = /^contract, since \d{4}-\d{2}-\d{2}-[0-9a-f]{12}$/;

/** @param file where the problems are */
export function readDirectives(file: string, sql: string): Checked<Directives> {
  const lines = sql.split('\n');
  const beginning = lines.findIndex((line) => !/^\s*(--.*)?$/.test(line));
  const problems: Problem[] = [];
  const said = lines.flatMap((line, at): readonly string[] => {
    const [, words] = DIRECTIVE.exec(line) ?? [];
    if (words === undefined) return [];
    const path = `${file}:${at + 1}`;
    if (beginning >= 0 && at > beginning) problems.push({ path, message: 'says something to changeover, which must stand before the first statement' });
    else if (words !== 'alone' && !CONTRACT.test(words)) problems.push({ path, message: `must say "alone", or "contract, since RELEASE" with a release such as 2026-11-23-3f9c0d1e2b4a, got ${JSON.stringify(words)}` });
    return [words];
  });
  if (new Set(said).size < said.length || said.filter((one) => one !== 'alone').length > 1) problems.push({ path: file, message: 'must say each thing to changeover once' });
  if (problems.length > 0) return { ok: false, problems };
  return accepted({ shape: said.some((one) => one !== 'alone') ? 'contract' : 'expand', alone: said.includes('alone') });
}
