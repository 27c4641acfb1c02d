import { Reader } from '../../lib/core/reader';

const problemsOf = (source: unknown, take: (read: Reader) => unknown): readonly string[] => {
  const read = new Reader(source, 'settings');
  take(read);
  const result = read.result(undefined);
  return result.ok ? [] : result.problems.map(({ path, message }) => `${path} ${message}`);
};

test.each([
  ['x'.repeat(100), `"${'x'.repeat(56)}"...`], [{ name: 'y'.repeat(100) }, `{"name":"${'y'.repeat(48)}"...`], [`${'z'.repeat(55)}\n!!!!!!`, `"${'z'.repeat(55)}"...`], ['short', '"short"'],
])('what was found is cut so that its quotes are closed: %j', (port, shown) => {
  expect(problemsOf({ port }, (read) => read.integer('port'))).toEqual([`settings.port must be a whole number, got ${shown}`]);
});

test('a key that holds a line break does not break the line', () => {
  expect(problemsOf({ 'po\nrt': 1 }, (read) => read.onlyKnownKeys())).toEqual(['settings."po\\nrt" is not a setting here: remove it, or use one of ']);
});
