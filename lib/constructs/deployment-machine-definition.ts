/** Seconds between two looks at a deployment. */
const lookInterval = 15;

/**
 * Seconds between two looks at a release that bakes. A loop takes nine events, and an execution ends at 25000, so the longest bake of
 * 48 hours must take fewer than 2700 looks.
 */
const bakeInterval = 90;

/** Lambda's own troubles and ours alike: what was not done is simply done again, because each look starts from what it finds. */
const retry = (attempts: number) => [{
  ErrorEquals: [
    'Lambda.ClientExecutionTimeoutException', 'Lambda.ServiceException', 'Lambda.AWSLambdaException', 'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException', 'Lambda.Unknown', 'States.TaskFailed', 'States.Timeout',
  ],
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxDelaySeconds: 30,
  MaxAttempts: attempts,
}];

const call = (functionName: string, action: 'look' | 'give-up', more: Readonly<Record<string, string>> = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: functionName, Payload: { action, 'state.$': '$', ...more } },
});

/**
 * Look, wait, look again; and when looking fails for good, give up, which stops the deployment with a rollback and answers. A service
 * with a queue is looked at until its bake is over, less often.
 *
 * No time-out on the machine: a machine that is ended from outside never answers. The function bounds itself by the number of its looks.
 * Its input is `{"request": <the event of CloudFormation>, "looks": 0}`; each look returns the input of the next, with `next` in it.
 */
export function deploymentMachineDefinition(functionName: string): object {
  return {
    StartAt: 'Look',
    States: {
      Look: {
        // AWS's own time: what a look asks CloudWatch for is measured by that clock.
        ...call(functionName, 'look', { 'now.$': '$$.State.EnteredTime' }),
        OutputPath: '$.Payload',
        Retry: retry(6),
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'GiveUp' }],
        Next: 'Done?',
      },
      'Done?': {
        Type: 'Choice',
        Choices: [
          { Variable: '$.next', StringEquals: 'wait', Next: 'Wait' },
          { Variable: '$.next', StringEquals: 'bake', Next: 'Bake' },
          { Variable: '$.next', StringEquals: 'done', Next: 'Done' },
        ],
        Default: 'GiveUp',
      },
      Wait: { Type: 'Wait', Seconds: lookInterval, Next: 'Look' },
      Bake: { Type: 'Wait', Seconds: bakeInterval, Next: 'Look' },
      GiveUp: { ...call(functionName, 'give-up'), OutputPath: '$.Payload', Retry: retry(10), Next: 'Done' },
      Done: { Type: 'Succeed' },
    },
  };
}
