import fc from 'fast-check';
import { dice } from '../../../lib/core/chance';
import { instant } from '../../../lib/core/units';
import { MetricStore } from '../../../lib/region/cloudwatch/metric-store';
import { embeddedMetrics, type Embedded } from '../../../lib/region/logs/embedded-metrics';
import { putEmbedded } from '../../../lib/region/logs/put-embedded';

const directive = { Namespace: 'Shop', Dimensions: [['Stage']], Metrics: [{ Name: 'Requests', Unit: 'Count' }] };
const line = (root: object = {}, about: object = {}): string => JSON.stringify({ Stage: 'production', Operation: 'earn', Requests: 1, _aws: { Timestamp: 1_700_000_000_000, CloudWatchMetrics: [directive], ...about }, ...root });
const value = { namespace: 'Shop', name: 'Requests', dimensions: { Stage: 'production' }, value: 1, unit: 'Count', resolution: 60, wallMs: 1_700_000_000_000 };
const values = (embedded: Embedded) => (embedded.kind === 'values' ? embedded.values : embedded);

test.each<readonly [string, object, object, readonly object[]]>([
  ['one value', {}, {}, [value]],
  ['a value of each set of dimensions', {}, { CloudWatchMetrics: [{ ...directive, Dimensions: [['Stage'], ['Stage', 'Operation']] }] }, [value, { ...value, dimensions: { Stage: 'production', Operation: 'earn' } }]],
  ['a value without dimensions', {}, { CloudWatchMetrics: [{ ...directive, Dimensions: [[]] }] }, [{ ...value, dimensions: {} }]],
  ['each value of a list', { Requests: [1, 2, 2] }, {}, [value, { ...value, value: 2 }, { ...value, value: 2 }]],
  ['several metrics', { Latency: 12.5 }, { CloudWatchMetrics: [{ ...directive, Metrics: [{ Name: 'Requests' }, { Name: 'Latency', Unit: 'Milliseconds', StorageResolution: 1 }] }] }, [{ ...value, unit: 'None' }, { ...value, name: 'Latency', value: 12.5, unit: 'Milliseconds', resolution: 1 }]],
  ['several directives', {}, { CloudWatchMetrics: [directive, { ...directive, Namespace: 'Other' }] }, [value, { ...value, namespace: 'Other' }]],
  ['a target whose name has a dot, which is at the root all the same', { 'A.a': 7, A: { a: 8 } }, { CloudWatchMetrics: [{ ...directive, Metrics: [{ Name: 'A.a' }] }] }, [{ ...value, name: 'A.a', value: 7, unit: 'None' }]],
  ['nothing, when there is no directive', {}, { CloudWatchMetrics: [] }, []],
  ['what a member says that nobody knows', {}, { LogGroupName: 'x', Flavour: 'y' }, [value]],
])('a line says %s', (_, root, about, expected) => {
  expect(values(embeddedMetrics(line(root, about)))).toEqual(expected);
});

test.each(['plain text', '{"a":1}', '{"message":"about \\"_aws\\" only"}', '', '[1]', 'prefix {"_aws":{}}'])('the line %p says nothing', (text) => {
  expect(embeddedMetrics(text)).toEqual({ kind: 'none' });
});

test('what Lambda writes before a line does not matter', () => {
  expect(values(embeddedMetrics(`2026-01-05T09:00:00.000Z\tc6af9ac6-7b61-11e6\tINFO\t${line()}`))).toEqual([value]);
});

test.each<readonly [string, string, string]>([
  ['is no JSON', '{"_aws": {', 'it is not a JSON object'],
  ['has something behind', `${line()} and more`, 'it is not a JSON object'],
  ['has no time', line({}, { Timestamp: undefined }), 'Timestamp must be a number of milliseconds'],
  ['has a time as a text', line({}, { Timestamp: '2026-01-05' }), 'Timestamp must be a number of milliseconds'],
  ['has no directives', line({}, { CloudWatchMetrics: {} }), 'CloudWatchMetrics must be a list'],
  ['has no namespace', line({}, { CloudWatchMetrics: [{ ...directive, Namespace: '' }] }), 'CloudWatchMetrics[0] needs a Namespace'],
  ['has a namespace of AWS', line({}, { CloudWatchMetrics: [{ ...directive, Namespace: 'AWS/Lambda' }] }), 'does not begin with AWS/'],
  ['has no dimensions', line({}, { CloudWatchMetrics: [{ ...directive, Dimensions: undefined }] }), 'needs Dimensions'],
  ['has dimensions in no list', line({}, { CloudWatchMetrics: [{ ...directive, Dimensions: ['Stage'] }] }), 'needs sets of at most 30'],
  ['names a dimension that is not there', line({ Stage: undefined }), 'the dimension Stage, which is not a text at the root'],
  ['names a dimension that is a number', line({ Stage: 5 }), 'the dimension Stage, which is not a text at the root'],
  ['names a dimension that every object has', line({}, { CloudWatchMetrics: [{ ...directive, Dimensions: [['constructor']] }] }), 'the dimension constructor'],
  ['has too many dimensions', line(Object.fromEntries(Array.from({ length: 31 }, (_, index) => [`D${index}`, 'x'])), { CloudWatchMetrics: [{ ...directive, Dimensions: [Array.from({ length: 31 }, (_, index) => `D${index}`)] }] }), 'at most 30'],
  ['names a metric that is not there', line({ Requests: undefined }), 'the metric Requests, which is not a number'],
  ['names a metric that is a text', line({ Requests: '1' }), 'the metric Requests, which is not a number'],
  ['has a text in a list of values', line({ Requests: [1, '2'] }), 'the metric Requests'],
  ['has too many values', line({ Requests: Array.from({ length: 101 }, () => 1) }), 'a list of at most 100 numbers'],
  ['names what is nested', line({ A: { a: 1 } }, { CloudWatchMetrics: [{ ...directive, Metrics: [{ Name: 'A.a' }] }] }), 'the metric A.a'],
  ['has too many metrics', line({}, { CloudWatchMetrics: [{ ...directive, Metrics: Array.from({ length: 101 }, () => ({ Name: 'Requests' })) }] }), 'a list of at most 100'],
  ['has a unit that there is not', line({}, { CloudWatchMetrics: [{ ...directive, Metrics: [{ Name: 'Requests', Unit: 'Pieces' }] }] }), 'the unit "Pieces"'],
  ['has another resolution', line({}, { CloudWatchMetrics: [{ ...directive, Metrics: [{ Name: 'Requests', StorageResolution: 10 }] }] }), 'the resolution 10 instead of 1 or 60'],
  ['has a metric without a name', line({}, { CloudWatchMetrics: [{ ...directive, Metrics: [{}] }] }), 'a metric without a Name'],
])('a line that %s is refused whole', (_, text, why) => {
  expect(embeddedMetrics(text)).toMatchObject({ kind: 'invalid', why: expect.stringContaining(why) });
});

test('any JSON in the place of a directive is read or refused, and never breaks the reader', () => {
  fc.assert(fc.property(fc.jsonValue(), (anything) => {
    expect(['values', 'invalid']).toContain(embeddedMetrics(line({}, { CloudWatchMetrics: anything })).kind);
    expect(['values', 'invalid']).toContain(embeddedMetrics(line({}, { CloudWatchMetrics: [anything] })).kind);
    expect(['values', 'invalid']).toContain(embeddedMetrics(JSON.stringify({ _aws: anything })).kind);
  }), { seed: 9, numRuns: 300 });
});

describe('putting a line', () => {
  const [start, later] = [instant(1_700_000_000_000), instant(1e15)];
  const put = (message: string): MetricStore => {
    const metrics = new MetricStore(dice(1));
    putEmbedded({ at: start, stream: 's', message }, '/shop', metrics, (wallMs) => instant(wallMs));
    return metrics;
  };
  const failures = (metrics: MetricStore, name: string): number => metrics.read({ namespace: 'AWS/Logs', name, dimensions: { LogGroupName: '/shop' } }, instant(0), later, later).length;

  test('counts its values at the writer\'s moment', () => {
    expect(put(line()).read({ namespace: 'Shop', name: 'Requests', dimensions: { Stage: 'production' } }, start, instant(start + 60_000), later)).toEqual([]);
    expect(put(line()).read({ namespace: 'Shop', name: 'Requests', dimensions: { Stage: 'production' } }, instant(start - 60_000), instant(start + 60_000), later, 'Count')).toHaveLength(1);
  });

  test('that is refused is counted where somebody may look', () => {
    expect(failures(put('{"_aws": {'), 'EMFParsingErrors')).toBe(1);
    expect(failures(put(line({ Stage: 1 })), 'EMFValidationErrors')).toBe(1);
    expect(failures(put(line({}, { Timestamp: 1 })), 'EMFValidationErrors')).toBe(1);
    expect(put('plain').known()).toEqual([]);
  });
});
