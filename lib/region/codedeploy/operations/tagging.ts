import type { Operation } from '../../endpoint/json-protocol';
import { listOf, textOf, textsOf, type Fields } from '../../fields';
import { parseArn } from '../../place';
import { ServiceError } from '../../service-error';
import type { Catalog } from '../catalog';
import type { Tags } from '../tags';

/** Tags of applications and deployment groups, by ARN. */
export function taggingOperations(catalog: Catalog): Readonly<Record<string, Operation>> {
  return {
    ListTagsForResource: async (input) => ({ Tags: tagsOf(input, catalog).all() }),
    TagResource: async (input) => {
      const tags = tagsOf(input, catalog);
      const given = listOf(input['Tags']);
      if (given.length === 0) throw new ServiceError('TagRequiredException', 'A tag must be specified.');
      tags.add(given);
      return {};
    },
    UntagResource: async (input) => {
      const tags = tagsOf(input, catalog);
      const keys = textsOf(input['TagKeys']);
      if (keys.length === 0) throw new ServiceError('TagRequiredException', 'A tag key must be specified.');
      tags.remove(keys);
      return {};
    },
  };
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html: `application:NAME`, `deploymentgroup:APPLICATION/NAME` */
function tagsOf(input: Fields, catalog: Catalog): Tags {
  const text = textOf(input['ResourceArn']);
  if (text === undefined) throw new ServiceError('ResourceArnRequiredException', 'The ARN of a resource must be specified.');
  const arn = parseArn(text);
  if (arn?.service !== 'codedeploy') throw new ServiceError('InvalidArnException', `The specified ARN is not in a valid format: ${text}`);
  const [kind, ...rest] = arn.resource.split(':');
  if (kind === 'application') return catalog.application(rest.join(':')).tags;
  if (kind === 'deploymentgroup') {
    const [application, ...name] = rest.join(':').split('/');
    return catalog.group(application, name.join('/')).tags;
  }
  throw new ServiceError('ArnNotSupportedException', `Only applications and deployment groups have tags, got ${text}`);
}
