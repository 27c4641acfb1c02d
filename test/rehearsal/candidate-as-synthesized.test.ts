import type { AssemblyTemplate } from '../../lib/edge/assembly/assembly';
import { releaseIn, withRelease } from '../../lib/rehearsal/candidate';
import { synthesize } from '../stacks/support/synthesize';

test.each(['Api', 'Auxiliary'])('a release that is put into the template of %sRelease gives what synthesizing that release gives', (service) => {
  const one = { release: '2026-11-23-aaaaaaaaaaaa', directory: 'workload.aaaaaaaaaaaaaaaa', sha256: 'a'.repeat(64) };
  const two = { release: '2026-11-24-bbbbbbbbbbbb', directory: 'workload.bbbbbbbbbbbbbbbb', sha256: 'b'.repeat(64) };
  const [first, second] = [one, two].map((workload) => synthesize(undefined, { workload, imageReference: `@sha256:${workload.sha256}` })[`production-${service}Release`] as unknown as AssemblyTemplate);
  expect(releaseIn(first as AssemblyTemplate)).toEqual(one);
  expect(withRelease(first as AssemblyTemplate, two)).toEqual(second);
});
