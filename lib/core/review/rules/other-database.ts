import type { Rule } from '../finding';
import { everyPlace, together } from '../see';

/** What says which stage, which account and which database a task, a function or a migration works on. */
const identity = /(^|[.[])((STAGE|ACCOUNT|DATABASE|SERVICE|(WRITER|READER|OWNER|PROBER)_(HOSTS?|PORT|USER)|HOST|PORT|QUEUE_URL|LEASE_TABLE|DIGEST_TABLE)\]?)(\.Value)?$/;

/** A reader that looks elsewhere, such as at one replica more, changes nothing for good. */
function lessGraveForReads(rule: Rule): Rule {
  return (look) => rule(look).map((sighting) => (/READER|reader/.test(`${sighting.property} ${sighting.change.logicalId}`) ? { ...sighting, risk: 'protection' } : sighting));
}

/** Writes that may go to another database, or another stage, than they did. */
export const otherDatabase = together(
  lessGraveForReads(everyPlace(/^AWS::(ECS::TaskDefinition|Lambda::Function)$/, ({ path, before }) => identity.test(path) && before !== undefined)),
  lessGraveForReads(everyPlace(/^AWS::SSM::Parameter$/, ({ path }, { logicalId }) => path === 'Value' && /(Host|Hosts|Port|queueUrl|Table)(\w{8})?$/i.test(logicalId))),
  everyPlace(/^Custom::DatabaseRoles$/, ({ path }) => /^(Stage|Account|Database)/.test(path)),
  everyPlace(/^AWS::RDS::DBProxyTargetGroup$/, ({ path }) => /^(DBInstanceIdentifiers|DBClusterIdentifiers|DBProxyName|TargetGroupName)/.test(path)),
  everyPlace(/^AWS::RDS::DBInstance$/, ({ path }) => /^(SourceDBInstanceIdentifier|DBName|DBSnapshotIdentifier)$/.test(path)),
);
