import type { AccessTable } from '../iam/access-table';
import { need } from '../iam/need';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
export const topicAccess: AccessTable = { Publish: ({ TopicArn }) => [need('sns:Publish', String(TopicArn))] };
