import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import fc from 'fast-check';
import { eachLine } from '../../../lib/region/logs/lines';

async function linesOf(chunks: readonly Buffer[]): Promise<readonly string[]> {
  const stream = new PassThrough();
  const lines: string[] = [];
  eachLine(stream, (line) => lines.push(line));
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  await finished(stream, { readable: true });
  return lines;
}

test('the last line needs no end, and empty ones are none', async () => {
  expect(await linesOf([Buffer.from('one\n\ntwo\nthree')])).toEqual(['one', 'two', 'three']);
});

test('lines are the same however the output is cut, also through a letter', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.stringMatching(/^[^\n]+$/), { maxLength: 5 }), fc.integer({ min: 1, max: 7 }), async (lines, size) => {
    const whole = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    const chunks = Array.from({ length: Math.ceil(whole.length / size) }, (_, index) => whole.subarray(index * size, (index + 1) * size));
    expect(await linesOf(chunks)).toEqual(lines);
  }), { seed: 10, numRuns: 50 });
});

test('a line that is too long is cut, and nobody to listen to is fine', async () => {
  const [line] = await linesOf([Buffer.alloc(2_000_000, 97), Buffer.from('\n')]);
  expect(line).toHaveLength(1_048_576);
  eachLine(null, () => { throw new Error('nothing is there'); });
});
