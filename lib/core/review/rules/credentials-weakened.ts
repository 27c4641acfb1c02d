import { everyChange, everyPlace, isLost, together } from '../see';
import { isEnd } from '../change';

/** A login that asks for less than before: passwords instead of tokens, a secret that is rotated less often, or by nobody. */
export const credentialsWeakened = together(
  everyPlace(/^AWS::RDS::DB(Instance|Cluster)$/, ({ path }) => /^(EnableIAMDatabaseAuthentication|MasterUserPassword|MasterUsername|ManageMasterUserPassword)$/.test(path)),
  everyPlace(/^AWS::RDS::DBProxy$/, ({ path }) => /^(Auth|DefaultAuthScheme|RoleArn)/.test(path)),
  everyPlace(/^AWS::SecretsManager::(Secret|RotationSchedule|SecretTargetAttachment)$/, isLost),
  everyChange(/^AWS::SecretsManager::RotationSchedule$/, (change) => (isEnd(change) ? 'the secret is rotated by nobody any more' : undefined)),
);
