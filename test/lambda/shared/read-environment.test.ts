import { readEnvironment } from '../../../lambda/shared/read-environment';

test('the variables asked for come back, and no others', () => {
  expect(readEnvironment({ A: '1', B: '2', C: '3' }, ['A', 'B'])).toEqual({ A: '1', B: '2' });
});

test('all that are missing or empty are named in one message', () => {
  expect(() => readEnvironment({ A: '1', C: '' }, ['A', 'B', 'C'])).toThrow('missing in the environment of the function: B, C');
});
