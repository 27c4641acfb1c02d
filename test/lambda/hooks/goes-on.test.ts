import type { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { goesOn } from '../../../lambda/hooks/goes-on';

const asked = (status: string | undefined): Promise<void> => goesOn('d-1', { send: async () => ({ deploymentInfo: { status } }) } as unknown as CodeDeployClient);

test.each(['Created', 'InProgress', 'Ready', undefined])('a deployment that is %s goes on', (status) => expect(asked(status)).resolves.toBeUndefined());
test.each(['Stopped', 'Failed'])('a hook of a deployment that is %s sends nothing more', (status) => expect(asked(status)).rejects.toThrow(`d-1 is ${status}: nothing more is sent to green`));
