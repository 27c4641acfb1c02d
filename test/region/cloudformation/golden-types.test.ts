import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dice } from '../../../lib/core/chance';
import { recorder } from '../../../lib/region/cloudformation/recorded';
import { RECORDED } from '../../../lib/region/cloudformation/recorded-types';
import { loadSpecification } from '../../../lib/region/cloudformation/specification';
import { isCustom } from '../../../lib/region/cloudformation/template';
import { identifiers } from '../../../lib/region/identifiers';
import { resourceRegistry, type ResourcePorts } from '../../../lib/region/resource-registry';

/** Attributes that our templates ask of resources that are only recorded. */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::EIP': ['AllocationId'],
  'AWS::S3::Bucket': ['Arn'],
  'AWS::ECR::Repository': ['Arn', 'RepositoryUri'],
};

/** Types that are recorded under the name or identifier that their properties give them, as the specification says. */
const NAMED_BY_PROPERTIES = new Set(['AWS::KMS::Alias', 'AWS::S3::BucketPolicy']);

const golden = join(__dirname, '../../golden');
const types = [...new Set(readdirSync(golden).flatMap((file) => Object.values(JSON.parse(readFileSync(join(golden, file), 'utf8')) as Record<string, string>)))].sort();
const specification = loadSpecification();
// Nothing is made: the services need not be there.
const { hasBehaviour } = resourceRegistry({ specification, permissions: {} } as unknown as ResourcePorts);

test('there are golden types', () => {
  expect(types.length).toBeGreaterThan(40);
});

test.each(types)('%s has behaviour, or is recorded by what is known of it', (type) => {
  const isKnown = hasBehaviour(type) || RECORDED[type] !== undefined || NAMED_BY_PROPERTIES.has(type);
  expect({ type, isKnown, isOfAws: isCustom(type) || specification(type) !== undefined }).toEqual({ type, isKnown: true, isOfAws: true });
});

test.each(Object.entries(ASKED))('%s gives the attributes that templates ask for: %p', async (type, attributes) => {
  const known = specification(type);
  if (known === undefined) throw new Error(`AWS has no type ${type}`);
  const request = { place: { account: '111111111111', region: 'ap-northeast-2' }, stackName: 'Shop', stackId: 'arn', logicalId: 'It', type, properties: {}, metadata: {} };
  const created = await recorder(known, identifiers(dice(1))).create(request);
  expect(Object.keys(created.attributes)).toEqual(expect.arrayContaining([...attributes]));
});
