import { parse, type ScalarTag, type CollectionTag } from 'yaml';
import { invalid, isFields } from './arguments';
import type { Template } from './template';

/**
 * A template from its text: JSON, or YAML with the short forms of intrinsic functions.
 *
 * @throws ServiceError `ValidationError` for what is neither
 */
export function readTemplateText(text: string): Template {
  const read = text.trimStart().startsWith('{') ? json(text) : yaml(text);
  return isFields(read) ? read as unknown as Template : invalid('Template format error: unsupported structure.');
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    return invalid(`Template format error: JSON not well-formed. (${thrown instanceof Error ? thrown.message : ''})`);
  }
}

function yaml(text: string): unknown {
  try {
    // A date such as 2010-09-09 is a text in a template.
    return parse(text, { schema: 'core', customTags: TAGS, logLevel: 'error' });
  } catch (thrown) {
    return invalid(`Template format error: YAML not well-formed. (${thrown instanceof Error ? thrown.message.split('\n')[0] ?? '' : ''})`);
  }
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
const FUNCTIONS = [
  'And', 'Base64', 'Cidr', 'Contains', 'EachMemberEquals', 'EachMemberIn', 'Equals', 'FindInMap', 'GetAZs', 'If', 'ImportValue', 'Join', 'Length', 'Not', 'Or', 'RefAll', 'Select', 'Split', 'Sub', 'ToJsonString', 'Transform', 'ValueOf', 'ValueOfAll',
];

const plain: readonly [string, string][] = [['!Ref', 'Ref'], ['!Condition', 'Condition'], ...FUNCTIONS.map((name): [string, string] => [`!${name}`, `Fn::${name}`])];

interface Node { toJSON(): unknown }

const TAGS: (ScalarTag | CollectionTag)[] = [
  ...plain.flatMap(([tag, name]): (ScalarTag | CollectionTag)[] => [
    { tag, resolve: (value: string) => ({ [name]: value }) },
    ...(['seq', 'map'] as const).map((collection): CollectionTag => ({ tag, collection, resolve: (value) => ({ [name]: (value as Node).toJSON() }) as never })),
  ]),
  { tag: '!GetAtt', resolve: (value: string) => ({ 'Fn::GetAtt': [value.split('.')[0] ?? '', value.split('.').slice(1).join('.')] }) },
  { tag: '!GetAtt', collection: 'seq', resolve: (value) => ({ 'Fn::GetAtt': (value as unknown as Node).toJSON() }) as never },
];
