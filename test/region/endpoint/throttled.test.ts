import { dice } from '../../../lib/core/chance';
import { throttled } from '../../../lib/region/endpoint/throttled';

const call = (service: string) => ({ service, operation: 'Look', input: {}, caller: { accessKeyId: 'KEY', region: 'r' } });

test('a share of all calls is refused by the name that their protocol has for it, before anybody is asked whether they may', () => {
  const asked: string[] = [];
  const authorize = throttled(0.2, dice(1), new Set(['CloudFormation']), ({ service }) => void asked.push(service));
  const refused = ['CloudFormation', 'CodeDeploy_20141006'].map((service) => {
    const names = new Set<string>();
    let count = 0;
    for (let times = 0; times < 5_000; times += 1) {
      try {
        authorize(call(service));
      } catch (thrown) {
        names.add((thrown as { code: string }).code);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(900);
    expect(count).toBeLessThan(1_100);
    return [...names];
  });
  expect(refused).toEqual([['Throttling'], ['ThrottlingException']]);
  expect(asked.length).toBeGreaterThan(7_800);
});

test('nobody is refused where nothing is said', () => {
  const authorize = (): void => undefined;
  expect(throttled(0, dice(1), new Set(), authorize)).toBe(authorize);
});
