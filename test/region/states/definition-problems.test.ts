import { deploymentMachineDefinition } from '../../../lib/constructs/deployment-machine-definition';
import type { MachineDefinition } from '../../../lib/region/states/definition';
import { definitionProblems } from '../../../lib/region/states/definition-problems';

const task = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'f' }, End: true };
const problems = (state: object, more: object = {}): readonly string[] => definitionProblems({ StartAt: 'It', States: { It: state }, ...more } as MachineDefinition);

test('the machine of a release is understood whole', () => {
  expect(definitionProblems(deploymentMachineDefinition('production-api-deployment') as MachineDefinition)).toEqual([]);
});

test.each<readonly [string, object, object, string]>([
  ['Parallel', { Type: 'Parallel', Branches: [], End: true }, {}, 'state type Parallel of It'],
  ['Map', { Type: 'Map', End: true }, {}, 'state type Map of It'],
  ['JSONata for the machine', task, { QueryLanguage: 'JSONata' }, 'QueryLanguage of the machine'],
  ['JSONata for a state', { ...task, QueryLanguage: 'JSONata' }, {}, 'QueryLanguage of It'],
  ['Assign', { ...task, Assign: {} }, {}, 'Assign of It'],
  ['a heartbeat', { ...task, HeartbeatSeconds: 5 }, {}, 'HeartbeatSeconds of It'],
  ['credentials', { ...task, Credentials: {} }, {}, 'Credentials of It'],
  ['a limit by path', { ...task, TimeoutSecondsPath: '$.t' }, {}, 'TimeoutSecondsPath of It'],
  ['another resource', { ...task, Resource: 'arn:aws:states:::sqs:sendMessage' }, {}, 'resource arn:aws:states:::sqs:sendMessage of It'],
  ['a wait for a token', { ...task, Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' }, {}, 'resource arn:aws:states:::lambda:invoke.waitForTaskToken of It'],
  ['a function\'s qualifier', { ...task, Parameters: { FunctionName: 'f', Qualifier: '1' } }, {}, 'Qualifier of Parameters of It'],
  ['no function', { ...task, Parameters: { Payload: {} } }, {}, 'Parameters of It without FunctionName'],
  ['an intrinsic function', { ...task, Parameters: { FunctionName: 'f', Payload: { 'x.$': "States.Format('{}', $.a)" } } }, {}, 'the intrinsic function States.Format in Parameters of It.Payload.x.$'],
  ['a path of JSONPath that leads to many', { ...task, Parameters: { FunctionName: 'f', Payload: { 'x.$': '$.a[*]' } } }, {}, 'the path "$.a[*]"'],
  ['a filter', { ...task, InputPath: '$.a[?(@.b)]' }, {}, 'the path "$.a[?(@.b)]" in InputPath of It'],
  ['a result in the context', { ...task, ResultPath: '$$.x' }, {}, 'in ResultPath of It'],
  ['a result in a list', { ...task, ResultPath: '$.a[0]' }, {}, 'in ResultPath of It'],
  ['jitter', { ...task, Retry: [{ ErrorEquals: ['E'], JitterStrategy: 'FULL' }] }, {}, 'JitterStrategy FULL in Retry of It'],
  ['a retrier\'s unknown key', { ...task, Retry: [{ ErrorEquals: ['E'], Interval: 5 }] }, {}, 'Interval of Retry of It'],
  ['a pause of nothing', { ...task, Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 0 }] }, {}, 'IntervalSeconds 0'],
  ['a pause that shrinks', { ...task, Retry: [{ ErrorEquals: ['E'], BackoffRate: 0.5 }] }, {}, 'BackoffRate 0.5'],
  ['half a try', { ...task, Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1.5 }] }, {}, 'MaxAttempts 1.5'],
  ['a longest pause below the first', { ...task, Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 5, MaxDelaySeconds: 5 }] }, {}, 'MaxDelaySeconds 5'],
  ['a retrier for nothing', { ...task, Retry: [{ ErrorEquals: [] }] }, {}, 'Retry of It without ErrorEquals'],
  ['States.ALL beside others', { ...task, Retry: [{ ErrorEquals: ['States.ALL', 'E'] }] }, {}, 'States.ALL in Retry of It'],
  ['States.ALL before others', { ...task, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'It' }, { ErrorEquals: ['E'], Next: 'It' }] }, {}, 'States.ALL in Catch of It'],
  ['no end', { ...task, End: undefined }, {}, 'It, which needs either Next or "End": true'],
  ['two ends', { ...task, Next: 'It' }, {}, 'It, which needs either Next or "End": true'],
  ['a limit of nothing', { ...task, TimeoutSeconds: 0 }, {}, 'TimeoutSeconds 0 of It'],
  ['no wait', { Type: 'Wait', End: true }, {}, 'It, which needs one of Seconds, SecondsPath, Timestamp and TimestampPath'],
  ['two waits', { Type: 'Wait', Seconds: 1, SecondsPath: '$.a', End: true }, {}, 'It, which needs one of'],
  ['a wait of a text', { Type: 'Wait', Seconds: '5', End: true }, {}, 'Seconds "5" of It'],
  ['a moment that is none', { Type: 'Wait', Timestamp: 'soon', End: true }, {}, 'Timestamp "soon" of It'],
  ['no choices', { Type: 'Choice', Choices: [] }, {}, 'It without Choices'],
  ['a choice that goes nowhere', { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true }] }, {}, 'a choice of It without Next'],
  ['a next state that is not there', { ...task, End: undefined, Next: 'Gone' }, {}, 'It goes to Gone, which is no state'],
  ['a start that is not there', task, { StartAt: 'Gone' }, 'StartAt "Gone", which is no state'],
  ['a state that nothing leads to', task, { States: { It: task, Lost: { Type: 'Succeed' } } }, 'Lost, which no state goes to'],
  ['another version', task, { Version: '2.0' }, 'Version "2.0"'],
])('%s is refused by its name', (_, state, more, message) => {
  expect(problems(state, more)).toEqual(expect.arrayContaining([expect.stringContaining(message)]));
});

test('a machine without states is refused', () => {
  expect(definitionProblems({ StartAt: 'It' } as MachineDefinition)).toEqual(['a machine without States']);
});
