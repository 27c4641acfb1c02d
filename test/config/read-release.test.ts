import { spell } from '../../lib/core/checked';
import { readRelease } from '../../lib/config/read-release';

const digest = 'a'.repeat(64);
const descriptor = {
  release: '2026-11-23-3f9c0d1e2b4a',
  workload: { directory: '../bundle', sha256: digest },
  image: { digest: `sha256:${digest}` },
  commit: 'c'.repeat(40),
  builtAt: '2026-11-23T09:00:00Z',
};

test('a release is an image by digest, and a bundle beside its descriptor', () => {
  expect(readRelease(descriptor, '/ci/release')).toEqual({
    ok: true,
    value: { release: '2026-11-23-3f9c0d1e2b4a', directory: '/ci/bundle', sha256: digest, imageReference: `@sha256:${digest}` },
  });
});

test('a tag instead of a digest is refused, and so is what nobody knows', () => {
  const release = readRelease({ ...descriptor, image: { digest: 'latest' }, dirty: true }, '/');
  expect(release.ok ? [] : release.problems.map(spell)).toEqual([
    'release.image.digest must be a digest such as "sha256:...", got "latest"',
    expect.stringMatching(/^release\.dirty is not a setting here/),
  ]);
});

test.each([null, [], '', 0])('%j is no release', (source) => {
  expect(readRelease(source, '/')).toMatchObject({ ok: false });
});
