import type { ResourceRequest } from '../../../lib/region/cloudformation/provider';

export const PLACE = { account: '111122223333', region: 'ap-northeast-2' };

/** What CloudFormation asks a provider for. */
export const resourceRequest = (type: string, properties: Readonly<Record<string, unknown>>, logicalId = 'Thing'): ResourceRequest =>
  ({ place: PLACE, stackName: 'test-Stack', stackId: 'arn:aws:cloudformation:ap-northeast-2:111122223333:stack/test-Stack/1', logicalId, type, properties, metadata: {} });
