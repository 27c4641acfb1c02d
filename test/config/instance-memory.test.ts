import { instanceMemory } from '../../lib/config/instance-memory';

test.each([
  ['t4g.micro', 1], ['t4g.medium', 4], ['t3.2xlarge', 32], ['m7g.large', 8], ['m6i.4xlarge', 64], ['r6gd.large', 16], ['r7g.16xlarge', 512],
])('%s has %d GiB', (type, memory) => {
  expect(instanceMemory(type)).toBe(memory);
});

test.each(['x2iedn.large', 'm7g.metal', 'm7g.small', 't4g.4large', 'large', ''])('of "%s" nothing is known', (type) => {
  expect(instanceMemory(type)).toBeUndefined();
});
