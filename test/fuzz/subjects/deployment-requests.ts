import { handler } from '../../../lambda/deployment/handler';
import type { Dice } from '../../../lib/core/chance';
import { addressIn, judgeAnswer, judgeRefusal } from '../answered';
import type { Call, IgnorantAws } from '../aws';
import { mutated } from '../mutate';
import { refused, wrong, type Outcome, type Subject } from '../subject';
import type { Surroundings } from '../surroundings';

const arn = (kind: string): string => `arn:aws:${kind}`;

const request = {
  RequestType: 'Update', ResponseURL: 'https://answers.example.com/one?signature=s3cret', StackId: arn('cloudformation:ap-northeast-2:222222222222:stack/production-ApiRelease/1'), RequestId: 'a3f1',
  LogicalResourceId: 'Deployment', PhysicalResourceId: 'deployment', ResourceType: 'Custom::EcsBlueGreenDeployment',
  ResourceProperties: {
    ServiceToken: arn('lambda:ap-northeast-2:222222222222:function:production-api-deployment'), ServiceTimeout: '3600', Release: '2026-11-23-3f9c0d1e2b4a', TaskDefinition: arn('ecs:ap-northeast-2:222222222222:task-definition/api:7'),
    MigrationTaskDefinition: arn('ecs:ap-northeast-2:222222222222:task-definition/api-migrations:7'), ContainerName: 'api', ContainerPort: '8080', Topology: '3f9c0d1e2b4a', Attempt: '1',
  },
};

/** The variables of the function, as its template fills them; pre-flight and ledger as a control run has them. */
export const deploymentVariables: Readonly<Record<string, string>> = {
  APPLICATION: 'api', DEPLOYMENT_GROUP: 'api', CLUSTER: 'api', SERVICE: 'api', STATE_MACHINE_ARN: arn('states:ap-northeast-2:222222222222:stateMachine:production-api-deployment'), TOPOLOGY: '3f9c0d1e2b4a',
  NETWORK: '{"subnets":["subnet-1"],"securityGroups":["sg-1"],"assignPublicIp":"DISABLED"}', HOOKS: '{}', LIMITS: '{"migrationsMinutes":5,"installMinutes":10,"totalMinutes":55}', PREFLIGHT: 'off', RULES: '{}', LEDGER: 'off',
};

/** What AWS says while a request is handed over: the stack is being updated, it tells since which event, and the machine begins, now and then. */
export const handOver = (accepts: () => boolean): Readonly<Record<string, () => object | string>> => ({
  DescribeStacks: () => '<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member><StackName>s</StackName><StackStatus>UPDATE_IN_PROGRESS</StackStatus>'
    + '<CreationTime>2026-11-23T09:00:00Z</CreationTime><LastUpdatedTime>2026-11-23T10:00:00Z</LastUpdatedTime></member></Stacks></DescribeStacksResult></DescribeStacksResponse>',
  DescribeStackEvents: () => '<DescribeStackEventsResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStackEventsResult><StackEvents><member><StackName>s</StackName><EventId>e1</EventId>'
    + `<StackId>${request.StackId}</StackId><PhysicalResourceId>${request.StackId}</PhysicalResourceId><ResourceStatus>UPDATE_IN_PROGRESS</ResourceStatus><Timestamp>2026-11-23T10:00:00Z</Timestamp></member></StackEvents></DescribeStackEventsResult></DescribeStackEventsResponse>`,
  ...(accepts() ? { StartExecution: () => ({ executionArn: 'arn:aws:states:::execution:x', startDate: 1_795_000_000 }) } : {}),
});

/**
 * Requests of CloudFormation, and calls of the state machine, spoilt, to the deployment function itself. A request that was begun is looked
 * at once, and given up after that, as the machine does: then at the latest there is an answer.
 */
export const deploymentRequests = (aws: IgnorantAws, around: Surroundings): Subject => ({
  name: 'custom-resource events of the deployment function',
  once: async (chance) => {
    const { value, done } = mutated(aCall(chance), chance);
    aws.takeCalls();
    around.takeAnswers();
    const thrown = await callFunction(value);
    const outcome = await judgeCall(value, thrown, aws.takeCalls(), around);
    return outcome.kind === 'wrong' ? wrong(`${outcome.why} (${done.join(', ')})`) : outcome;
  },
});

function aCall(chance: Dice): unknown {
  const one = { ...request, RequestType: chance.roll() < 0.2 ? 'Delete' : chance.roll() < 0.5 ? 'Create' : 'Update' };
  if (chance.roll() < 0.8) return one;
  return { action: chance.roll() < 0.5 ? 'look' : 'give-up', now: '2026-11-23T10:00:00Z', state: { request: one, looks: 3, progress: { at: 'starting' } } };
}

/** What it threw. */
const callFunction = (event: unknown): Promise<unknown> => handler(event).then(() => undefined, (cause: unknown) => cause);

async function judgeCall(value: unknown, thrown: unknown, calls: readonly Call[], around: Surroundings): Promise<Outcome> {
  const answers = around.takeAnswers();
  const { action, state } = fieldsOf(value);
  const event = action === undefined ? value : fieldsOf(state).request;
  const begun = calls.find(({ target }) => target.endsWith('.StartExecution'));
  if (answers.length > 0) return judgeAnswer(event, answers, thrown);
  if (begun !== undefined) {
    const input: unknown = JSON.parse((JSON.parse(begun.body) as { readonly input: string }).input);
    await callFunction({ action: 'look', state: input, now: '2026-11-23T10:00:00Z' });
    const after = await callFunction({ action: 'give-up', state: { ...fieldsOf(input), failure: { Error: 'States.TaskFailed', Cause: 'AWS knows nothing' } } });
    return judgeAnswer(event, around.takeAnswers(), after);
  }
  // What bakes has been answered already.
  if (fieldsOf(fieldsOf(state).progress).at === 'baking') return thrown === undefined ? refused : judgeRefusal(thrown);
  if (action !== 'look' || addressIn(event) === undefined) return judgeAnswer(event, answers, thrown);
  // What breaks in a look is in the history of the machine, where somebody reads it; then the machine gives up.
  const said = judgeRefusal(thrown);
  return said.kind === 'wrong' ? said : gaveUp(event, state, around);
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {});

async function gaveUp(event: unknown, state: unknown, around: Surroundings): Promise<Outcome> {
  const after = await callFunction({ action: 'give-up', state });
  return judgeAnswer(event, around.takeAnswers(), after);
}
