import { deploymentMachineDefinition } from '../../lib/constructs/deployment-machine-definition';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a language of its own, looked at through matchers
type State = Readonly<Record<string, any>>;
const { StartAt, States } = deploymentMachineDefinition('production-api-deployment') as { StartAt: string; States: Record<string, State> };

const calls = (action: string) => ({ FunctionName: 'production-api-deployment', Payload: { action, 'state.$': '$' } });

test('it begins by looking, and looks again a quarter of a minute later for as long as it is told to wait', () => {
  expect(StartAt).toBe('Look');
  expect(States['Look']?.['Parameters']).toMatchObject(calls('look'));
  expect(States['Done?']?.['Choices']).toContainEqual({ Variable: '$.next', StringEquals: 'wait', Next: 'Wait' });
  expect(States['Wait']).toEqual({ Type: 'Wait', Seconds: 15, Next: 'Look' });
});

test('a release that bakes is looked at less often, so that the history of an execution holds the longest bake', () => {
  expect(States['Done?']?.['Choices']).toContainEqual({ Variable: '$.next', StringEquals: 'bake', Next: 'Bake' });
  const eventsOfALoop = 9;
  const looks = (55 * 60) / States['Wait']?.['Seconds'] + (48 * 3_600) / States['Bake']?.['Seconds'];
  expect(States['Bake']).toMatchObject({ Type: 'Wait', Next: 'Look' });
  expect(looks * eventsOfALoop).toBeLessThan(25_000);
});

test('a look is told the time by AWS, because it asks for what AWS has measured', () => {
  expect(States['Look']?.['Parameters'].Payload).toEqual({ action: 'look', 'state.$': '$', 'now.$': '$$.State.EnteredTime' });
});

test('what a look returns is the input of the next one', () => {
  expect(States['Look']).toMatchObject({ OutputPath: '$.Payload', Next: 'Done?' });
});

test('a look that fails for good, or says nothing that is understood, is given up', () => {
  expect(States['Look']?.['Catch']).toEqual([{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'GiveUp' }]);
  expect(States['Done?']?.['Default']).toBe('GiveUp');
  expect(States['GiveUp']?.['Parameters']).toEqual(calls('give-up'));
});

test('giving up is tried longer than looking, because it is what answers CloudFormation', () => {
  const attempts = (state: string) => States[state]?.['Retry'][0].MaxAttempts as number;
  expect(attempts('GiveUp')).toBeGreaterThan(attempts('Look'));
});

test('nothing ends it from outside', () => {
  expect(deploymentMachineDefinition('any')).not.toHaveProperty('TimeoutSeconds');
});

test('every state that is named exists, and every state can be reached', () => {
  const named = [StartAt, ...Object.values(States).flatMap((state) => [
    state['Next'], state['Default'], ...[...(state['Choices'] ?? []), ...(state['Catch'] ?? [])].map((branch: State) => branch['Next']),
  ])].filter((name) => name !== undefined);
  expect(new Set(named)).toEqual(new Set(Object.keys(States)));
});
