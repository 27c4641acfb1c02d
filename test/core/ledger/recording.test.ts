import { recordingProblems, type Recording } from '../../../lib/core/ledger/recording';
import { a, ledgerOf, recorded } from '../../support/ledger';

const clean: Recording = { fact: recorded(1), workingCopy: { commit: recorded(1).commit, changed: [] }, image: 'present' };
const chain = ledgerOf([recorded(1), recorded(2)]);

test('a release from a clean tree is recorded, and once more if it is the same', () => {
  expect(recordingProblems(clean, [])).toEqual([]);
  expect(recordingProblems(clean, chain)).toEqual([]);
  expect(recordingProblems({ ...clean, image: 'unknown' }, chain)).toEqual([]);
});

test('everything that is wrong with it is told at once', () => {
  const changed = ['a.ts', 'b.ts', 'c.ts', 'd.ts'];
  expect(recordingProblems({ fact: recorded(1, { workload: a(3).workload, image: a(3).image }), workingCopy: { commit: 'f'.repeat(40), changed }, image: 'absent' }, chain)).toEqual([
    'the working copy must be as its commit is, and a.ts, b.ts, c.ts and 1 more differ: commit, and let CI build 2026-11-23-111111111111 from a clean tree',
    '2026-11-23-111111111111 says that it was built from commit 111111111111, and the working copy is at ffffffffffff: check out what was built',
    `the image @sha256:${'3'.repeat(64)} of 2026-11-23-111111111111 is not in the repository: push it first, and record what the push says`,
    '2026-11-23-111111111111 is in the ledger with other content: its bundle is 333333333333..., and the ledger says 111111111111...; a name stands for one content for ever, build under another name',
    `2026-11-23-111111111111 is in the ledger with other content: its image is @sha256:${'3'.repeat(64)}, and the ledger says @sha256:${'1'.repeat(64)}; a name stands for one content for ever, build under another name`,
  ]);
});
