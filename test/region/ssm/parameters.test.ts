import { instant } from '../../../lib/core/units';
import { parameterOperations } from '../../../lib/region/ssm/operations';
import { ParameterStore } from '../../../lib/region/ssm/parameter-store';
import { parameterResources } from '../../../lib/region/ssm/resources';
import { dice } from '../../../lib/core/chance';
import { identifiers } from '../../../lib/region/identifiers';
import { making } from '../support/made';
import { PLACE } from '../support/resource-request';

const caller = { accessKeyId: 'ASIA1', region: PLACE.region, principal: `arn:aws:iam::${PLACE.account}:user/test` };
let store: ParameterStore;
let ask: (operation: string, input: Record<string, unknown>) => Promise<unknown>;
let resources: ReturnType<typeof making>;

beforeEach(() => {
  store = new ParameterStore({ now: () => instant(1_767_600_000_000) });
  const operations = parameterOperations(store);
  ask = async (operation, input) => operations[operation]?.(input, caller);
  resources = making(parameterResources(store, identifiers(dice(1))));
});

describe('over the wire', () => {
  beforeEach(async () => {
    for (const [Name, Value] of [['/shop/a', '1'], ['/shop/b', '2'], ['/shop/deep/c', '3'], ['/other', '4']]) await ask('PutParameter', { Name, Value, Type: 'String' });
  });

  test('a parameter has its value, version, kind, time and ARN', async () => {
    expect(await ask('GetParameter', { Name: '/shop/a' })).toEqual({ Parameter: {
      Name: '/shop/a', Type: 'String', Value: '1', Version: 1, LastModifiedDate: 1_767_600_000, ARN: 'arn:aws:ssm:ap-northeast-2:111122223333:parameter/shop/a', DataType: 'text',
    } });
  });

  test('it is found by its ARN, and an older version by its number', async () => {
    expect(await ask('PutParameter', { Name: '/shop/a', Value: 'new', Overwrite: true })).toEqual({ Version: 2, Tier: 'Standard' });
    expect(await ask('GetParameter', { Name: 'arn:aws:ssm:ap-northeast-2:111122223333:parameter/shop/a' })).toMatchObject({ Parameter: { Value: 'new', Version: 2 } });
    expect(await ask('GetParameter', { Name: '/shop/a:1' })).toMatchObject({ Parameter: { Value: '1', Version: 1 } });
  });

  test('of several those that are not there are named', async () => {
    expect(await ask('GetParameters', { Names: ['/shop/a', '/nowhere'] })).toMatchObject({ Parameters: [{ Name: '/shop/a' }], InvalidParameters: ['/nowhere'] });
  });

  test('a path gives its own level, in order, or all below it', async () => {
    expect(await ask('GetParametersByPath', { Path: '/shop' })).toMatchObject({ Parameters: [{ Name: '/shop/a' }, { Name: '/shop/b' }] });
    expect(await ask('GetParametersByPath', { Path: '/shop/', Recursive: true })).toMatchObject({ Parameters: [{ Name: '/shop/a' }, { Name: '/shop/b' }, { Name: '/shop/deep/c' }] });
  });

  test('a path comes in pages', async () => {
    const first = await ask('GetParametersByPath', { Path: '/', Recursive: true, MaxResults: 3 }) as { Parameters: { Name: string }[]; NextToken: string };
    const second = await ask('GetParametersByPath', { Path: '/', Recursive: true, MaxResults: 3, NextToken: first.NextToken }) as typeof first;
    expect([...first.Parameters, ...second.Parameters].map(({ Name }) => Name)).toEqual(['/other', '/shop/a', '/shop/b', '/shop/deep/c']);
    expect(second.NextToken).toBeUndefined();
  });

  test('another account does not see it', async () => {
    const other = { ...caller, principal: 'arn:aws:iam::999999999999:user/test' };
    await expect(parameterOperations(store)['GetParameter']?.({ Name: '/shop/a' }, other)).rejects.toMatchObject({ code: 'ParameterNotFound' });
  });

  test.each<readonly [string, string, Record<string, unknown>, string]>([
    ['a parameter that is not there', 'GetParameter', { Name: '/nowhere' }, 'ParameterNotFound'],
    ['a parameter that is there already', 'PutParameter', { Name: '/shop/a', Value: '1', Type: 'String' }, 'ParameterAlreadyExists'],
    ['another type for one that is there', 'PutParameter', { Name: '/shop/a', Value: '1', Type: 'StringList', Overwrite: true }, 'HierarchyTypeMismatchException'],
    ['a new one without a type', 'PutParameter', { Name: '/new', Value: '1' }, 'ValidationException'],
    ['a value that its pattern forbids', 'PutParameter', { Name: '/new', Value: 'x', Type: 'String', AllowedPattern: '\\d+' }, 'ParameterPatternMismatchException'],
    ['an empty value', 'PutParameter', { Name: '/new', Value: '', Type: 'String' }, 'ValidationException'],
    ['a setting that the region does not know', 'PutParameter', { Name: '/new', Value: '1', Type: 'String', Policies: '[]' }, 'ValidationException'],
    ['eleven names', 'GetParameters', { Names: Array.from({ length: 11 }, (_, index) => `/p${index}`) }, 'ValidationException'],
    ['a path without its slash', 'GetParametersByPath', { Path: 'shop' }, 'ValidationException'],
    ['a page that was never promised', 'GetParametersByPath', { Path: '/shop', NextToken: 'x' }, 'InvalidNextToken'],
  ])('%s is refused', async (_, operation, input, code) => {
    await expect(ask(operation, input)).rejects.toMatchObject({ code });
  });

  test('a secret one is shown only to whoever asks for its text', async () => {
    await ask('PutParameter', { Name: '/secret', Value: 's', Type: 'SecureString' });
    await expect(ask('GetParameter', { Name: '/secret' })).rejects.toMatchObject({ code: 'ValidationException' });
    expect(await ask('GetParameter', { Name: '/secret', WithDecryption: true })).toMatchObject({ Parameter: { Value: 's', Type: 'SecureString' } });
  });
});

describe('in a template', () => {
  test('a parameter has its value, a change makes a version, and the end removes it', async () => {
    const made = await resources.create('Parameter', { Name: '/shop/a', Type: 'String', Value: '1' });
    expect(made).toEqual({ physicalId: '/shop/a', attributes: { Type: 'String', Value: '1', Arn: 'arn:aws:ssm:ap-northeast-2:111122223333:parameter/shop/a' } });
    await resources.update('Parameter', made, { Name: '/shop/a', Type: 'String', Value: '2' });
    expect(store.get(PLACE, '/shop/a')).toMatchObject({ value: '2', version: 2 });
    await resources.remove('Parameter', made);
    expect(store.get(PLACE, '/shop/a')).toBeUndefined();
  });

  test.each<readonly [string, Record<string, unknown>, string]>([
    ['a kind that CloudFormation cannot make', { Type: 'SecureString', Value: '1' }, 'ValidationException'],
    ['a value that its pattern forbids', { Type: 'String', Value: 'x', AllowedPattern: '\\d+' }, 'ParameterPatternMismatchException'],
    ['a name of AWS', { Type: 'String', Value: '1', Name: '/aws/x' }, 'ValidationException'],
    ['sixteen levels', { Type: 'String', Value: '1', Name: '/a'.repeat(16) }, 'HierarchyLevelLimitExceededException'],
    ['a value that is too long', { Type: 'String', Value: 'x'.repeat(4097), Name: '/a' }, 'ValidationException'],
    ['policies', { Type: 'String', Value: '1', Policies: '[]' }, 'ValidationException'],
  ])('%s is refused', async (_, properties, code) => {
    await expect(resources.create('Parameter', properties)).rejects.toMatchObject({ code });
  });

  test('a name that is taken is refused', async () => {
    await resources.create('Parameter', { Name: '/a', Type: 'String', Value: '1' });
    await expect(resources.create('Parameter', { Name: '/a', Type: 'String', Value: '1' })).rejects.toMatchObject({ code: 'ParameterAlreadyExists' });
  });
});
