import type { AssemblyTemplate } from '../../lib/edge/assembly/assembly';
import { releaseIn, withRelease } from '../../lib/rehearsal/candidate';
import { synthesize } from '../stacks/support/synthesize';

test.each([['api', 'production-ApiRelease'], ['auxiliary', 'production-AuxiliaryRelease']] as const)('a release of the service %s that is put into %s gives what synthesizing that release gives', (service, stack) => {
  const one = { release: '2026-11-23-aaaaaaaaaaaa', directory: 'workload.aaaaaaaaaaaaaaaa', sha256: 'a'.repeat(64) };
  const two = { release: '2026-11-24-bbbbbbbbbbbb', directory: 'workload.bbbbbbbbbbbbbbbb', sha256: 'b'.repeat(64) };
  const [first, second] = [one, two].map((workload) => synthesize(undefined, { workload, imageReference: `@sha256:${workload.sha256}` }, service)[stack] as unknown as AssemblyTemplate);
  expect(releaseIn(first as AssemblyTemplate)).toEqual(one);
  expect(withRelease(first as AssemblyTemplate, two)).toEqual(second);
});
