import { handler } from '../../../lambda/database/handler';
import { roleSpecText } from '../../services/support/role-spec';
import { judgeAnswer } from '../answered';
import { mutated, mutatedText } from '../mutate';
import { wrong, type Subject } from '../subject';
import type { Surroundings } from '../surroundings';

export const databaseVariables: Readonly<Record<string, string>> =
  { HOST: '127.0.0.1', PORT: '1', DATABASE: 'points', MASTER_SECRET_ARN: 'arn:aws:secretsmanager:ap-northeast-2:222222222222:secret:master', STAGE: 'production', ACCOUNT: '222222222222' };

/** Requests of CloudFormation to the function that sets up a database's roles, spoilt, and with roles that are. */
export const databaseRequests = (around: Surroundings): Subject => ({
  name: 'custom-resource events of the database function',
  once: async (chance) => {
    const done: string[] = [];
    const Roles = chance.roll() < 0.5 ? roleSpecText : chance.roll() < 0.5 ? mutatedText(roleSpecText, chance, done) : JSON.stringify(mutated(JSON.parse(roleSpecText), chance).value);
    const request = {
      RequestType: chance.roll() < 0.2 ? 'Delete' : 'Update', ResponseURL: 'https://answers.example.com/two?signature=s3cret', StackId: 'arn:aws:cloudformation:ap-northeast-2:222222222222:stack/production-Data/1', RequestId: 'b4',
      LogicalResourceId: 'Roles', PhysicalResourceId: 'database-roles', ResourceProperties: { ServiceToken: 'arn', Roles, Stage: 'production', Account: '222222222222' },
    };
    const change = chance.roll() < 0.7 ? mutated(request, chance) : { value: request, done: [] };
    around.takeAnswers();
    const thrown = await handler(change.value, { getRemainingTimeInMillis: () => 60_000 }).then(() => undefined, (cause: unknown) => cause);
    const outcome = judgeAnswer(change.value, around.takeAnswers(), thrown);
    return outcome.kind === 'wrong' ? wrong(`${outcome.why} (${[...done, ...change.done].join(', ')})`) : outcome;
  },
});
