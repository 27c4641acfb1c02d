import { spell } from '../../../lib/core/checked';
import type { Fact } from '../../../lib/core/ledger/fact';
import { readSignedEntry } from '../../../lib/core/ledger/read-signed-entry';
import { baked, deployed, ledgerOf, promoted, recorded, takenBack } from '../../support/ledger';

const read = (text: string) => readSignedEntry(text, 'entry 1');
const problems = (text: string): readonly string[] => {
  const checked = read(text);
  return checked.ok ? [] : checked.problems.map(spell);
};
const line = (fact: Fact) => ledgerOf([fact])[0]!;

test.each<Fact>([recorded(1), recorded(1, { migrations: [], clean: false }), promoted(1), deployed(1), baked(1), takenBack(1)])('what was written is read as it was: $kind', (fact) => {
  expect(read(JSON.stringify(line(fact)))).toEqual({ ok: true, value: line(fact) });
});

/** Anything at all, as an outsider might have written it. */
interface Loose { extra?: unknown; hash: unknown; signer: unknown; entry: { sequence: unknown; at: unknown; fact: { kind: unknown; migrations: unknown; image: unknown; verdict: Loose } } }

const changed = (change: (all: Loose) => void, fact: Fact = recorded(1)): string => {
  const all = JSON.parse(JSON.stringify(line(fact))) as Loose;
  change(all);
  return JSON.stringify(all);
};

test.each<readonly [string, readonly (string | RegExp)[]]>([
  ['{', ['entry 1 must be JSON, and is not']],
  ['null', ['entry 1 must be an object, got null', /^entry 1\.entry must be an object/]],
  ['[]', ['entry 1 must be an object, got []']],
  [changed((all) => { all.extra = 1; }), ['entry 1.extra is not a setting here: remove it, or use one of entry, hash, signature, signer']],
  [changed((all) => { all.hash = 'abc'; all.signer = 'me'; }), ['entry 1.hash must be a SHA-256 digest in 64 hexadecimal digits, got "abc"', 'entry 1.signer must be one of build, verdict, got "me"']],
  [changed((all) => { all.entry.sequence = 0; }), ['entry 1.entry.sequence must be a whole number of at least 1, got 0']],
  [changed((all) => { all.entry.at = 'yesterday'; }), ['entry 1.entry.at must be a moment such as "2026-11-23T09:30:00.000Z", got "yesterday"']],
  [changed((all) => { all.entry.fact.kind = 'blessed'; }), [/^entry 1\.entry\.fact\.kind must be one of recorded, promoted, deployed, baked, taken-back, got "blessed"/]],
  [changed((all) => { all.entry.fact.migrations = [{ name: '0001-a', shape: 'both' }, 7]; }), ['entry 1.entry.fact.migrations[0].shape must be one of expand, contract, got "both"', 'entry 1.entry.fact.migrations[1] must be an object, got 7']],
  [changed((all) => { all.entry.fact.migrations = 'none'; }), ['entry 1.entry.fact.migrations must be a list, got "none"']],
  [changed((all) => { all.entry.fact.image = 'latest'; }), ['entry 1.entry.fact.image must be "@sha256:..." or ":tag", got "latest"']],
  [changed((all) => { all.entry.fact.verdict.entry.fact.kind = 'promoted'; }, promoted(1)), ['entry 1.entry.fact.verdict.entry.fact.kind must be one of baked, got "promoted"']],
])('%s is refused, and what is wrong is named', (text, expected) => {
  expect(problems(text)).toEqual(expect.arrayContaining(expected.map((one) => expect.stringMatching(one instanceof RegExp ? one : new RegExp(`^${one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)))));
});
