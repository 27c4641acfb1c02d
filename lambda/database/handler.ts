import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { answerCloudFormation } from '../shared/answer-cloudformation';
import type { CustomResourceAnswer } from '../shared/custom-resource';
import { readEnvironment } from '../shared/read-environment';
import { readRequest, refuseRequest } from '../shared/read-request';
import { within } from '../shared/within';
import { readMasterLogin } from './master-login';
import { respond, type DatabaseSetUp } from './respond';

/** Time for the answer, which must go out whatever happens to the rest. */
const KEPT_BACK_MS = 15_000;

/** The custom resource `Custom::DatabaseRoles`: starts from failure, works while there is time, and always answers. */
export async function handler(event: unknown, context: { getRemainingTimeInMillis(): number }): Promise<void> {
  // Constant, since another id would be a replacement, and the only thing ever there is the one database.
  const physicalId = 'database-roles';
  const read = readRequest(event);
  if (!read.ok) return refuseRequest(event, read.problems, physicalId);
  const request = read.value;
  let answer: CustomResourceAnswer = { status: 'FAILED', physicalId, reason: 'the function ended before it had an answer' };
  try {
    await within(context.getRemainingTimeInMillis() - KEPT_BACK_MS, (signal) => respond(request, setUpFromEnvironment(), signal));
    answer = { status: 'SUCCESS', physicalId };
  } catch (error) {
    answer = { status: 'FAILED', physicalId, reason: error instanceof Error ? error.message : String(error) };
  }
  const { RequestType, RequestId, LogicalResourceId } = request;
  const level = answer.status === 'FAILED' ? 'error' : 'info';
  process.stdout.write(`${JSON.stringify({ level, message: 'custom resource', RequestType, RequestId, LogicalResourceId, ...answer })}\n`);
  await answerCloudFormation(request, answer);
}

function setUpFromEnvironment(): DatabaseSetUp {
  const names = ['HOST', 'PORT', 'DATABASE', 'MASTER_SECRET_ARN', 'STAGE', 'ACCOUNT'] as const;
  const { HOST, PORT, DATABASE, MASTER_SECRET_ARN, STAGE, ACCOUNT } = readEnvironment(process.env, names);
  const secrets = new SecretsManagerClient({});
  return {
    stage: STAGE,
    account: ACCOUNT,
    database: DATABASE,
    // Trusts what Node and NODE_EXTRA_CA_CERTS trust; Lambda has the authorities of RDS in /var/runtime/ca-cert.pem.
    endpoint: { host: HOST, port: Number(PORT), ssl: { rejectUnauthorized: true } },
    masterLogin: async (abortSignal) =>
      readMasterLogin((await secrets.send(new GetSecretValueCommand({ SecretId: MASTER_SECRET_ARN }), { abortSignal })).SecretString),
  };
}
